using Sentinel.Application.Audit;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Results;

/// <summary>What is answered while hot state is away: CHALLENGE, never ALLOW, noted in the node's spool.</summary>
public sealed class Degraded(ISpool spool, TimeProvider time)
{
    public Judgement Challenge(TenantId tenant, UserId user, SessionId session)
    {
        var record = AuditRecord.Of(AuditKind.Degraded, tenant, user, session, Decision.Challenge, time.GetUtcNow());
        spool.Add(record);
        Metrics.Decided(AuditKind.Degraded, Decision.Challenge);
        return new(session, record.DecisionId, Decision.Challenge, null);
    }
}
