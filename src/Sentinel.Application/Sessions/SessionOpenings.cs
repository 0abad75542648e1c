using System.Net;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Lists;
using Sentinel.Application.Results;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Sessions;

/// <summary>The only way to open a session: when the user logs in, or, if hot state was unavailable then, with the first batch.</summary>
internal static class SessionOpenings
{
    /// <summary>Opens the session of a grant; leaves an existing session unchanged.</summary>
    /// <param name="commits">Makes the change.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="grant">What to open.</param>
    /// <param name="lists">The tenant's lists.</param>
    /// <param name="address">Where the user is; null if that is unknown.</param>
    /// <param name="policy">The policy.</param>
    public static Task<Outcome<DecisionResult>> Open(
        this SessionCommits commits, TenantId tenant, IngestGrant grant, ListCache lists, IPAddress? address, Policy policy) =>
        commits.Run<DecisionResult>(
            tenant,
            grant.Session,
            grant.User,
            (loaded, at) =>
            {
                var (id, user, device) = (grant.Session, grant.User, grant.Device);
                if (loaded.Session is { } there)
                    return Step<DecisionResult>.Reply(
                        new DecisionResult(
                            id, Verdicts.Current(there, loaded.User, Sensitivity.Medium, lists.RuleOnce(policy, there, address, at).Live,
                            at))
                        {
                            DeclaredAgent = there.DeclaredAgent,
                        }
                    );
                // Opened with a token of before, which the revocation was to end.
                if (grant.OpenedDegraded <= loaded.User.RevokedAt)
                    return Fault.SessionEnded;
                if (!loaded.User.Knows(device) && loaded.User.RateLimit.IsFull(at, policy.OpeningsPerSecond, policy.OpeningBurst))
                    return SessionFaults.TooManyOpenings;
                var (pair, trace) = lists.Rule(policy, tenant, user, device, address, at);
                var listed = pair.Live;
                var (session, next) = SessionStart.Open(
                    tenant, user, id, device, grant.ClientOrigin, grant.Place, loaded.User, listed, loaded.User.OpensAt(at),
                    grant.DeclaredAgent);
                session = session with { Lists = trace };
                var verdict = Verdicts.Current(session, next, Sensitivity.Medium, listed, at);
                return Step<DecisionResult>.Write(
                    new(AuditKind.SessionOpened, session, next, verdict) { OpenedDegraded = grant.OpenedDegraded },
                    new DecisionResult(id, verdict) { DeclaredAgent = grant.DeclaredAgent }
                );
            }
        );
}
