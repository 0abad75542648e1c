using MediatR;
using Sentinel.Application.Ports;

namespace Sentinel.Application.Audit;

/// <summary>Makes room for the months to come.</summary>
public sealed record PrepareAudit : IRequest;

internal sealed class PrepareAuditHandler(IAuditTable table, TimeProvider time) : IRequestHandler<PrepareAudit>
{
    public async Task<Unit> Handle(PrepareAudit request, CancellationToken cancellationToken)
    {
        await table.Prepare(time.GetUtcNow(), cancellationToken);
        return Unit.Value;
    }
}
