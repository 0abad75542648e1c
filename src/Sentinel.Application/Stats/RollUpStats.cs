using MediatR;
using Sentinel.Application.Ports;

namespace Sentinel.Application.Stats;

/// <summary>Sums up by minutes and hours what drains have counted. Returns how many additions it took.</summary>
public sealed record RollUpStats : IRequest<int>;

internal sealed class RollUpStatsHandler(IStats stats) : IRequestHandler<RollUpStats, int>
{
    public async Task<int> Handle(RollUpStats request, CancellationToken cancellationToken)
    {
        var (all, taken) = (0, 0);
        do
        {
            taken = await stats.RollUp(cancellationToken);
            all += taken;
        }
        while (taken > 0);
        return all;
    }
}
