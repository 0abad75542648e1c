using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Profiles;

/// <summary>
/// Deletes what was learned about a user: training samples, including those still in an outbox, and baselines. The audit, strikes and bans
/// stay.
/// </summary>
public sealed record ForgetProfile(Caller Caller, string UserId) : IRequest<Outcome<Guid>>;

/// <summary>Enqueues the job first, so that hot state is updated later if it is unavailable now.</summary>
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
