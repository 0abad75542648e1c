using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Ports;
using Sentinel.Application.Profiles.Records;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Profiles;

/// <summary>Makes an earlier version of a user's baseline the published one again; what was learnt after it is dropped.</summary>
public sealed record RollBackBaseline(Caller Caller, string UserId, int Version) : IRequest<Outcome<Profile>>;

public sealed class RollBackBaselineValidator : AbstractValidator<RollBackBaseline>
{
    public RollBackBaselineValidator() =>
        RuleFor(c => c.Version).GreaterThan(0).WithMessage("must be one of the profile's versions");
}

/// <summary>The job is there first, so that a hot state that is away now is brought up later.</summary>
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
