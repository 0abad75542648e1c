using System.Net;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Lists;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Sessions;

/// <summary>
/// Answers while hot state is unavailable: CHALLENGE, or BLOCK if the last loaded state was blocked or the tenant's lists deny; never
/// ALLOW. Records each answer in the node's spool.
/// </summary>
public sealed class Degraded(ISpool spool, ListCache lists, PoliciesInForce policies, TimeProvider time)
{
    /// <param name="tenant">The session's tenant.</param>
    /// <param name="user">Its user; <see cref="UserId.Unknown"/> if the caller did not name one.</param>
    /// <param name="session">The session.</param>
    /// <param name="device">The device on which the session would be opened, if there is none yet.</param>
    /// <param name="last">The last loaded state; null for none.</param>
    /// <param name="address">Where the call comes from; null if that is unknown.</param>
    /// <param name="agent">The agent that would be declared, if there is no session yet; empty for people.</param>
    /// <param name="sensitivity">Of the action, for an agent's rule.</param>
    /// <param name="action">The action; empty for a batch or an opening.</param>
    public DecisionResult Answer(
        TenantId tenant, UserId user, SessionId session, DeviceId device, Loaded? last, IPAddress? address = null, string agent = "",
        Sensitivity sensitivity = Sensitivity.Medium, string action = "")
    {
        var (policy, now) = (policies.Of(tenant), time.GetUtcNow());
        var state = last ?? new Loaded(null, UserState.New);
        var listed = state.Session is { } known
            ? lists.RuleOnce(policy, known, address, now)
            : lists.Rule(policy, tenant, user, device, address, now).Policies;
        var decision = state.IsBlocked(device, agent, listed.Live, now, sensitivity, action) ? Decision.Block : Decision.Challenge;
        return Answer(tenant, user, session, decision, state.Session?.DeclaredAgent ?? agent);
    }

    /// <summary>Answers BLOCK for a session that is known to be blocked, when nothing can be written.</summary>
    public DecisionResult Block(TenantId tenant, UserId user, SessionId session, string agent) =>
        Answer(tenant, user, session, Decision.Block, agent);

    private DecisionResult Answer(TenantId tenant, UserId user, SessionId session, Decision decision, string agent)
    {
        var record = AuditRecord.Of(AuditKind.Degraded, tenant, user, session, decision, time.GetUtcNow()) with { DeclaredAgent = agent };
        spool.Add(record);
        Metrics.Decided(AuditKind.Degraded, decision);
        return new(session, record.Verdict) { DeclaredAgent = agent };
    }
}
