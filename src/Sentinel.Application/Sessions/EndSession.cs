using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Lists;
using Sentinel.Application.Policies;
using Sentinel.Application.Results;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Sessions;

/// <summary>
/// Ends a session for good. Idempotent. Strikes stay with the user and the device. A missing session that a token could still create is
/// stored as ended, for longer than the token can create it.
/// </summary>
public sealed record EndSession(Caller Caller, SessionId Session) : IRequest<Outcome<SessionId>>;

internal sealed class EndSessionHandler(SessionCommits commits, ListCache lists, PoliciesInForce policies)
    : IRequestHandler<EndSession, Outcome<SessionId>>
{
    public async Task<Outcome<SessionId>> Handle(EndSession command, CancellationToken cancellationToken) =>
        await commits.Run<SessionId>(command.Caller.Tenant, command.Session, null, (loaded, now) =>
        {
            var policy = policies.Of(command.Caller.Tenant);
            if (loaded.Session is null && !loaded.Unreadable && !MayComeYet(now - command.Session.MintedAt))
                return Fault.SessionExpired;
            var session = loaded.Session
                ?? SessionState.Open(command.Caller.Tenant, UserId.Unknown, command.Session, DeviceId.None, loaded.User, policy, now);
            if (session.Ended)
                return Step<SessionId>.Reply(session.Id);
            var ended = session.End();
            var listed = lists.RuleOnce(policy, session, null, now).Live;
            var verdict = Verdicts.Current(ended, loaded.User, Sensitivity.Medium, listed, now);
            return Step<SessionId>.Write(new(AuditKind.SessionEnded, ended, loaded.User, verdict), session.Id);
        });

    /// <summary>Whether a token may still create a session of this age, allowing for clock skew between nodes.</summary>
    private static bool MayComeYet(TimeSpan age) => age > -ClockSkew.Tolerated && age < IngestGrant.CreationWindow + ClockSkew.Tolerated;
}
