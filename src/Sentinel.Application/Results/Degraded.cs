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
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var id = Guid.CreateVersion7(now);
        spool.Add(new AuditRecord
        {
            DecisionId = id,
            DecidedAt = now,
            Kind = AuditKind.Degraded,
            Tenant = tenant,
            User = user,
            Session = session,
            Decision = Decision.Challenge,
        });
        Metrics.Decided(AuditKind.Degraded, Decision.Challenge);
        return new(session, id, Decision.Challenge, null);
    }
}
