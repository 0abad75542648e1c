using System.Net;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Lists;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Batches;

/// <summary>Scores one batch of a session.</summary>
/// <param name="Caller">An ingest token or an API key.</param>
/// <param name="Session">The session.</param>
/// <param name="Input">The batch as sent.</param>
/// <param name="ClientOrigin">The browser's client origin; unknown if a back end forwards the batch.</param>
/// <param name="Address">The browser's address, for the tenant's lists; null if a back end forwards the batch. It is not stored.</param>
public sealed record ScoreBatch(
    Caller Caller, SessionId Session, BatchInput Input, ClientOrigin ClientOrigin = default, IPAddress? Address = null)
    : IRequest<Outcome<DecisionResult>>;

internal sealed class ScoreBatchHandler(
    SessionCommits commits, Degraded degraded, Refusals refusals, ListCache lists, PoliciesInForce policies, IScoringClock clock,
    TimeProvider time)
    : IRequestHandler<ScoreBatch, Outcome<DecisionResult>>
{
    public async Task<Outcome<DecisionResult>> Handle(ScoreBatch command, CancellationToken cancellationToken)
    {
        var (caller, id, input, origin, address) = command;
        if (!caller.MayTouch(id))
        {
            refusals.Note(Refusals.ForeignSession, caller.Tenant, caller.Grant);
            return SessionFaults.Foreign;
        }

        if (caller.Grant is { } grant && input.UserId is { } claimed && claimed != grant.User.Value)
            return SessionFaults.OtherUser;

        var pair = policies.PairOf(caller.Tenant);
        var policy = pair.Live;
        var user = caller.Grant?.User ?? UserId.Parse(input.UserId!);
        var stream = input.Stream ?? "main";
        var batch = input.ToBatch(stream) with { ClientOrigin = origin };
        try
        {
            var outcome = await Score();
            if (outcome.Fault != Fault.SessionExpired || caller.Grant is not { } opening || !opening.MayCreate(time.GetUtcNow()))
                return outcome;
            var opened = await commits.Open(caller.Tenant, opening, lists, address, policy);
            return opened.Succeeded(out _, out var refused) ? await Score() : refused;
        }
        catch (HotStateUnavailableException away)
        {
            var (device, agent) = (caller.Grant?.Device ?? DeviceId.None, caller.Grant?.DeclaredAgent ?? "");
            var answer = degraded.Answer(caller.Tenant, user, id, device, away.Last, address, agent);
            return answer with { Stream = stream, Sequence = input.Sequence };
        }

        DecisionResult Answer(Verdict verdict, SessionState session) =>
            new(id, verdict) { Stream = stream, Sequence = input.Sequence, DeclaredAgent = session.DeclaredAgent };

        Task<Outcome<DecisionResult>> Score() => commits.Run<DecisionResult>(
            caller.Tenant, id, user, (loaded, now) =>
            {
                var moment = clock.Moment(input.SentAt, now);
                if (SessionOf(loaded, caller, id, user, policy, moment) is not { } session)
                    return Fault.SessionExpired;
                if (session.IsOver(loaded.User))
                    return Fault.SessionEnded;
                if (session.User != user)
                    return SessionFaults.OtherUser;

                if (session.RateLimit.IsFull(moment, policy.CommitsPerSecond, policy.CommitBurst))
                    return SessionFaults.TooFast;
                (session, var listed) = lists.Rule(pair, session, address, now);
                return Scorer.Score(session, loaded.User, batch, listed, moment) switch
                {
                    ScoreResult.Scored scored => Step<DecisionResult>.Write(
                        new(AuditKind.Batch, scored.Session, scored.User, scored.Verdict)
                        {
                            Stream = stream,
                            Sequence = input.Sequence,
                            CarryOver = scored.CarryOver,
                            TurnedBy = scored.TurnedBy,
                            TrainingSample = scored.TrainingSample,
                            Sketches = scored.Sketches,
                            ComparesSketches = scored.ComparesSketches,
                            Learning = scored.Learning,
                        },
                        Answer(scored.Verdict, session)),
                    ScoreResult.Replayed(var verdict) => Step<DecisionResult>.Reply(Answer(verdict, session)),
                    ScoreResult.Refused(var refusal) => SequenceFaults.Of(refusal),
                    var other => throw new InvalidOperationException($"No answer to {other}."),
                };
            },
            new() { GoesFirst = false });
    }

    /// <summary>
    /// The stored session, or a new one if the stored one is unreadable: an ended one if it was opened before a revocation.
    /// </summary>
    private static SessionState? SessionOf(
        Loaded loaded, Caller caller, SessionId id, UserId user, Policy policy, DateTimeOffset now)
    {
        if (!loaded.Unreadable)
            return loaded.Session;
        var opened = SessionState.Open(caller.Tenant, user, id, caller.Grant?.Device ?? DeviceId.None, loaded.User, policy, now);
        return id.MintedAt <= loaded.User.RevokedAt
            ? opened.End()
            : opened with { LastReasons = [Reason.Note(ContextReasons.StateUnreadable)] };
    }
}
