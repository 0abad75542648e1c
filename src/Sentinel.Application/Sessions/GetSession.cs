using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Lists;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Sessions;

/// <summary>Reads a session's present state, without changing it.</summary>
public sealed record GetSession(Caller Caller, SessionId Session) : IRequest<Outcome<SessionView>>;

/// <param name="State">The stored state.</param>
/// <param name="Current">The present answer to a MEDIUM action.</param>
/// <param name="Ended">Whether it has ended, or was revoked.</param>
public sealed record SessionView(SessionState State, Verdict Current, bool Ended);

internal sealed class GetSessionHandler(
    ISessionStore store, HotPathBudget budget, ListCache lists, PoliciesInForce policies, TimeProvider time)
    : IRequestHandler<GetSession, Outcome<SessionView>>
{
    public async Task<Outcome<SessionView>> Handle(GetSession query, CancellationToken cancellationToken)
    {
        using var left = budget.Start(time);
        var (session, user) = await store.Load(query.Caller.Tenant, query.Session, null, left.Token);
        if (session is null)
            return Fault.SessionExpired;
        var now = time.GetUtcNow();
        var policy = lists.RuleOnce(policies.Of(query.Caller.Tenant), session, null, now).Live;
        return new SessionView(session, Verdicts.Current(session, user, Sensitivity.Medium, policy, now), session.IsOver(user));
    }
}
