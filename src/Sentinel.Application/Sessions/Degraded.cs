using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Sessions;

/// <summary>
/// What is answered while hot state is away: CHALLENGE, or BLOCK where the last state that was loaded stood at BLOCK, never ALLOW. Noted in
/// the node's spool.
/// </summary>
public sealed class Degraded(ISpool spool, Policy policy, TimeProvider time)
{
    /// <param name="tenant">Whose session it is.</param>
    /// <param name="user">Its user; <see cref="UserId.Unknown"/> where the caller did not say.</param>
    /// <param name="session">The session.</param>
    /// <param name="device">Where it would be opened, if there is none yet.</param>
    /// <param name="last">The last state that was loaded; null for none.</param>
    public DecisionResult Answer(TenantId tenant, UserId user, SessionId session, DeviceId device, Loaded? last) =>
        Answer(tenant, user, session, last?.IsBlocked(device, policy, time.GetUtcNow()) == true ? Decision.Block : Decision.Challenge);

    /// <summary>BLOCK, of a session that is known to stand there, where nothing can be written.</summary>
    public DecisionResult Block(TenantId tenant, UserId user, SessionId session) => Answer(tenant, user, session, Decision.Block);

    private DecisionResult Answer(TenantId tenant, UserId user, SessionId session, Decision decision)
    {
        var record = AuditRecord.Of(AuditKind.Degraded, tenant, user, session, decision, time.GetUtcNow());
        spool.Add(record);
        Metrics.Decided(AuditKind.Degraded, decision);
        return new(session, record.Verdict);
    }
}
