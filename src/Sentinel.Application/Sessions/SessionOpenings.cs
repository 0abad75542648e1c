using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Results;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Sessions;

/// <summary>The only way to open a session: when the user logs in, or, if hot state was unavailable then, with the first batch.</summary>
internal static class SessionOpenings
{
    /// <summary>Opens the session of a grant; leaves an existing session unchanged.</summary>
    public static Task<Outcome<DecisionResult>> Open(this SessionCommits commits, TenantId tenant, IngestGrant grant, Policy policy) =>
        commits.Run<DecisionResult>(
            tenant,
            grant.Session,
            grant.User,
            (loaded, at) =>
            {
                var (id, user, device) = (grant.Session, grant.User, grant.Device);
                if (loaded.Session is { } there)
                    return Step<DecisionResult>.Reply(
                        new DecisionResult(id, Verdicts.Current(there, loaded.User, Sensitivity.Medium, policy, at))
                    );
                if (!loaded.User.Knows(device) && loaded.User.RateLimit.IsFull(at, policy.OpeningsPerSecond, policy.OpeningBurst))
                    return SessionFaults.TooManyOpenings;
                var (session, next) = SessionStart.Open(tenant, user, id, device, grant.ClientOrigin, grant.Place, loaded.User, policy, at);
                var verdict = Verdicts.Current(session, next, Sensitivity.Medium, policy, at);
                return Step<DecisionResult>.Write(
                    new(AuditKind.SessionOpened, session, next, verdict) { OpenedDegraded = grant.OpenedDegraded },
                    new DecisionResult(id, verdict)
                );
            }
        );
}
