using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Profiles;

/// <summary>
/// Forgets what was learnt of a user: training samples, baselines, and whatever of before now is still on its way. The audit, strikes and
/// bans stay.
/// </summary>
public sealed record ForgetProfile(Caller Caller, string UserId) : IRequest<Outcome<Guid>>;

/// <summary>The job is there first, so that a hot state that is away now is brought up later.</summary>
internal sealed class ForgetProfileHandler(IProfiles profiles, IProfileJobs jobs, BaselinePublisher publisher)
    : IRequestHandler<ForgetProfile, Outcome<Guid>>
{
    public async Task<Outcome<Guid>> Handle(ForgetProfile command, CancellationToken cancellationToken)
    {
        if (!UserId.TryParse(command.UserId, out var user))
            return ProfileFaults.Unknown;
        var id = (await profiles.Forget(command.Caller.Tenant, user, erase: false, cancellationToken)).Id;
        jobs.Publish(id, command.Caller.Key);
        await publisher.Publish(id, always: true, command.Caller.Key, cancellationToken);
        return id;
    }
}
