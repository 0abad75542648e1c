using MediatR;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Audit;

/// <summary>Moves this node's spool into the audit. Returns how many records were written or were there already.</summary>
public sealed record DeliverSpool : IRequest<int>;

/// <summary>
/// Writes first, then removes. A segment contains several partitions; if another drain holds one, the rest waits for the next run.
/// </summary>
internal sealed class DeliverSpoolHandler(ISpool spool, IAuditLog log) : IRequestHandler<DeliverSpool, int>
{
    public async Task<int> Handle(DeliverSpool request, CancellationToken cancellationToken)
    {
        var delivered = 0;
        foreach (var segment in await spool.Seal(cancellationToken))
        {
            foreach (var records in segment.Records.GroupBy(record => Partition.Of(record.Tenant, record.User)))
                if (!await log.Append(records.Key, [.. records], cancellationToken)) return delivered;
            spool.Remove(segment);
            delivered += segment.Records.Count;
        }
        return delivered;
    }
}
