using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Ports;
using Sentinel.Application.Profiles.Records;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Profiles;

/// <summary>Publishes an earlier version of a user's baseline again. What was learned after it is deleted.</summary>
public sealed record RollBackBaseline(Caller Caller, string UserId, int Version) : IRequest<Outcome<Profile>>;

public sealed class RollBackBaselineValidator : AbstractValidator<RollBackBaseline>
{
    public RollBackBaselineValidator() =>
        RuleFor(c => c.Version).GreaterThan(0).WithMessage("must be one of the profile's versions");
}

/// <summary>Enqueues the job first, so that hot state is updated later if it is unavailable now.</summary>
internal sealed class RollBackBaselineHandler(IProfiles profiles, IProfileJobs jobs, BaselinePublisher publisher)
    : IRequestHandler<RollBackBaseline, Outcome<Profile>>
{
    public async Task<Outcome<Profile>> Handle(RollBackBaseline command, CancellationToken cancellationToken)
    {
        var tenant = command.Caller.Tenant;
        if (!UserId.TryParse(command.UserId, out var user) || await profiles.Find(tenant, user, cancellationToken) is not { } profile)
            return ProfileFaults.Unknown;
        if (!await profiles.RollBack(profile.Id, command.Version, cancellationToken))
            return ProfileFaults.NoSuchVersion;
        jobs.Publish(profile.Id, command.Caller.Key);
        await publisher.Publish(profile.Id, always: true, command.Caller.Key, cancellationToken);
        return (await profiles.Find(tenant, user, cancellationToken))!;
    }
}
