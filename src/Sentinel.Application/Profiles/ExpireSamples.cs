using MediatR;
using Sentinel.Application.Ports;

namespace Sentinel.Application.Profiles;

/// <summary>
/// Deletes quarantined training samples that were not released within seven days, and expired strikes and bans; enqueues lost trainings
/// again. Returns the number of deleted training samples.
/// </summary>
public sealed record ExpireSamples : IRequest<int>;

internal sealed class ExpireSamplesHandler(IProfiles profiles, ISanctions sanctions, IProfileJobs jobs)
    : IRequestHandler<ExpireSamples, int>
{
    public async Task<int> Handle(ExpireSamples request, CancellationToken cancellationToken)
    {
        foreach (var user in await profiles.Overdue(cancellationToken)) jobs.Train(user);
        await sanctions.Expire(cancellationToken);
        return await profiles.Expire(cancellationToken);
    }
}
