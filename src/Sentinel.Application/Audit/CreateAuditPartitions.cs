using MediatR;
using Sentinel.Application.Ports;

namespace Sentinel.Application.Audit;

/// <summary>Creates the audit's partitions for the coming months.</summary>
public sealed record CreateAuditPartitions : IRequest;

internal sealed class CreateAuditPartitionsHandler(IAuditTable table, TimeProvider time) : IRequestHandler<CreateAuditPartitions>
{
    public async Task<Unit> Handle(CreateAuditPartitions request, CancellationToken cancellationToken)
    {
        await table.Prepare(time.GetUtcNow(), cancellationToken);
        return Unit.Value;
    }
}
