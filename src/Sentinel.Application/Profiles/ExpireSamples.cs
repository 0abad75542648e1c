using MediatR;
using Sentinel.Application.Ports;

namespace Sentinel.Application.Profiles;

/// <summary>
/// Forgets quarantined training samples that nobody released within seven days, deletes strikes and bans that have expired, and asks again
/// for trainings that were lost; answers how many were forgotten.
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
