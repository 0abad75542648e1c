using MediatR;
using Sentinel.Application.Ports;

namespace Sentinel.Application.Stats;

/// <summary>Sums up by minutes and hours what drains have counted. Returns how many additions it took.</summary>
public sealed record RollUpStats : IRequest<int>;

/// <summary>Ends with the first batch that is not full: drains add to it all the time, and the next run takes those.</summary>
internal sealed class RollUpStatsHandler(IStats stats) : IRequestHandler<RollUpStats, int>
{
    private const int Batch = 5_000;

    public async Task<int> Handle(RollUpStats request, CancellationToken cancellationToken)
    {
        var (all, taken) = (0, 0);
        do
        {
            taken = await stats.RollUp(Batch, cancellationToken);
            all += taken;
        }
        while (taken == Batch);
        return all;
    }
}
