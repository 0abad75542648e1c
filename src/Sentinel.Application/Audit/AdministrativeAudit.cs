using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Audit;

/// <summary>Records of what administrators did, which go to cold storage at once: what they are about is there too, so no outbox has to carry them.</summary>
public sealed class AdministrativeAudit(IAuditLog log, Policy policy, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>A record that names no user and no session.</summary>
    /// <param name="tenant">Whose administrator.</param>
    /// <param name="kind">What was done.</param>
    /// <param name="to">What to; empty where that is not to be said.</param>
    /// <param name="by">The key that did it; null for none that is stored.</param>
    public AuditRecord Record(TenantId tenant, AuditKind kind, string to, Guid? by) =>
        AuditRecord.Of(kind, tenant, UserId.Unknown, SessionId.None, Decision.Allow, time.GetUtcNow()) with { Stream = by?.ToString() ?? "", Action = to, PolicyVersion = policy.Version };

    /// <summary>Writes them exactly once; waits while a drain holds their partition. A caller who hangs up does not end it: what they are about is done.</summary>
    public async Task Write(TenantId tenant, IReadOnlyList<AuditRecord> records)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        while (!await log.Append(Partition.Of(tenant, UserId.Unknown), records, patience.Token))
            await Task.Delay(Pause, time, patience.Token);
    }
}
