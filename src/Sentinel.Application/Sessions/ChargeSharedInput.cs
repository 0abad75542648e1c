using MediatR;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Lists;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Scoring;

namespace Sentinel.Application.Sessions;

/// <summary>
/// Counts the input that a session shares with other accounts' earlier sessions. Idempotent. A session that has ended, or is no longer in
/// hot state, stays as it is. Returns whether the session changed.
/// </summary>
/// <param name="Decision">A decision of the session; no job names a user.</param>
public sealed record ChargeSharedInput(DecisionKey Decision) : IRequest<Outcome<bool>>;

internal sealed class ChargeSharedInputHandler(
    ISketches sketches, SessionCommits commits, ListCache lists, PoliciesInForce policies)
    : IRequestHandler<ChargeSharedInput, Outcome<bool>>
{
    public async Task<Outcome<bool>> Handle(ChargeSharedInput command, CancellationToken cancellationToken)
    {
        if (await sketches.Find(command.Decision, cancellationToken) is not { } found)
            return false;
        return await commits.Run<bool>(found.Tenant, found.Session, null, (loaded, now) =>
            loaded.Session is { } session && Sharing.Charge(
                session, loaded.User, found.Others, lists.RuleOnce(policies.PairOf(found.Tenant), session, null, now), now) is { } charged
                ? Step<bool>.Write(
                    new(AuditKind.SharedInput, charged.Session, charged.User, charged.Verdict)
                    {
                        Target = found.First.Value,
                        CarryOver = charged.CarryOver,
                        TurnedBy = charged.TurnedBy,
                    },
                    true)
                : Step<bool>.Reply(false));
    }
}
