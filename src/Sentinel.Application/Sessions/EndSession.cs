using MediatR;
using Sentinel.Application.Audit;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Sessions;

/// <summary>Ends a session for good. Ending it again changes nothing. Strikes stay with the user and the device.</summary>
public sealed record EndSession(Caller Caller, SessionId Session) : IRequest<Outcome<SessionId>>;

internal sealed class EndSessionHandler(SessionCommits commits, Policy policy) : IRequestHandler<EndSession, Outcome<SessionId>>
{
    public async Task<Outcome<SessionId>> Handle(EndSession command, CancellationToken cancellationToken) =>
        await commits.Run<SessionId>(command.Caller.Tenant, command.Session, null, (loaded, now) =>
        {
            if (loaded.Session is not { } session)
                return Fault.SessionExpired;
            if (session.Ended)
                return Step<SessionId>.Reply(session.Id);
            var ended = session.End();
            var verdict = Verdicts.Standing(ended, loaded.User, Sensitivity.Medium, policy, now);
            return Step<SessionId>.Write(new(AuditKind.SessionEnded, ended, loaded.User, verdict), session.Id);
        });
}
