using System.Collections.Immutable;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Scoring;

/// <summary>
/// The core of Sentinel: a pure, synchronous function from a session, its user and a batch to their next states and a verdict. No I/O,
/// clock, logging or randomness. The API, the benchmarks and the tests all call it.
/// </summary>
public static class Scorer
{
    /// <param name="session">The session.</param>
    /// <param name="user">Its user.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="policies">The policy that decides, and the one in shadow, which costs little more than its sums.</param>
    /// <param name="now">Server time.</param>
    public static ScoreResult Score(SessionState session, UserState user, Batch batch, PolicyPair policies, DateTimeOffset now)
    {
        var policy = policies.Live;
        var shadow = Shadows.Of(session, user, policies, now);
        session = session.UpToDate(user, policy, now);
        var stream = session.Stream(batch.Stream);
        switch (stream?.Sequences.Check(batch.Sequence) ?? SequenceStatus.New)
        {
            case SequenceStatus.TooOld:
                return new ScoreResult.Refused(Refusal.AlreadyScored);
            case SequenceStatus.Seen:
                return Again(session, user, batch, policy, now);
            case SequenceStatus.New when stream is null && session.Closed.Refuses(batch):
                return new ScoreResult.Refused(Refusal.StreamClosed);
        }

        stream ??= new()
        {
            Id = batch.Stream,
            Clock = new StreamClock { StartedAt = Math.Max(0, (now - session.OpenedAt).TotalMilliseconds - batch.Span) },
        };
        var run = new BatchReplay(session, shadow, stream, batch, user, policies, now);
        if (user.IsBlind)
            run.Windows.Tally.Note(ContextReasons.BaselineUnavailable);
        run.Replay(batch);
        return Conclude(ref run, session, shadow, user, batch, policies, now);
    }

    /// <summary>The same content gets the same answer, but never a more permissive one than now.</summary>
    private static ScoreResult Again(SessionState session, UserState user, Batch batch, Policy policy, DateTimeOffset now)
    {
        if (session.Answers.Find(batch.Stream, batch.Sequence) is not { } answer)
            return new ScoreResult.Refused(Refusal.AlreadyScored);
        if (answer.ContentHash != batch.ContentHash)
            return new ScoreResult.Refused(Refusal.SequenceReused);
        var listed = policy.Given(session.Against);
        var current = listed.Denies
            ? Decision.Block
            : DecisionTable.Decide(session.FactsAt(user, policy, now), Sensitivity.Medium, policy);
        var verdict = answer.Verdict.Decision >= current ? answer.Verdict : answer.Verdict with
        {
            Decision = current,
            Reasons = policy.Agents.Of(session.DeclaredAgent) is null
                ? Verdicts.WithList(answer.Verdict.Reasons, listed)
                : Verdicts.Explained(answer.Verdict.Reasons, session, user, listed, policy, now),
        };
        return new ScoreResult.Replayed(verdict);
    }

    private static ScoreResult.Scored Conclude(
        ref BatchReplay run, SessionState session, SessionState? shadow, UserState user, Batch batch, PolicyPair policies,
        DateTimeOffset now)
    {
        var policy = policies.Live;
        ref var scorer = ref run.Windows;
        ref var live = ref scorer.Live;
        var judgement = Judgement.Of(session, user, live, policy, now);
        var (account, judged, latches) = (judgement.Account, judgement.Judged, judgement.Latches);
        scorer.Tally.NoteSnoozed(policy.Listed.Snoozed);
        var reasons = scorer.Tally.Strongest(policy.Weights);
        var against = scorer.Tally.Against();
        var listed = policy.Given(against);
        var ruled = policy.Agents.Of(session.DeclaredAgent) is not null;
        var nextUser = run.Sketches.Memory is var sketches && sketches != user.Sketches && !ruled
            ? judgement.User with { Sketches = sketches }
            : judgement.User;
        shadow = shadow is null
            ? null
            : Shadows.Next(shadow, session, scorer.Shadow, judgement.EvidenceBatches, judgement.Earned, user.IsBlind, policies, now);
        var streams = session.StreamsWith(run.Stream(batch, now), out var dropped);
        var next = session with
        {
            CommitNumber = session.CommitNumber + 1,
            Account = account,
            Carried = judgement.Carried,
            ClientOrigin = session.ClientOrigin.Then(batch.ClientOrigin),
            Lists = listed.BarsTraining ? session.Lists with { BarsTraining = true } : session.Lists,
            Moved = (byte)(session.Moved | session.ClientOrigin.Changes(batch.ClientOrigin)),
            RateLimit = session.RateLimit.Use(now, policy.CommitsPerSecond),
            UntrustedCredit = live.UntrustedCredit,
            Keys = run.Memory,
            Typing = run.Typing,
            Style = run.Style,
            Strokes = run.Strokes,
            LastKeys = run.Sketches.LastKeys,
            Sketched = run.Sketches.Quota,
            Sample = run.Sample,
            Batches = session.Batches + 1,
            NewestInput = Math.Max(session.NewestInput, batch.Newest),
            EvidenceBatches = judgement.EvidenceBatches,
            LastEvidenceAt = judgement.LastEvidenceAt,
            OutOfOrder = session.OutOfOrder + run.OutOfOrder,
            Dropped = session.Dropped + batch.Dropped,
            LastReasons = reasons.IsEmpty ? session.LastReasons : reasons,
            Against = scorer.Tally.HasEvidence ? against : session.Against,
            Timeline = judged ? WithPoint(session.Timeline, new(now, Verdicts.Rounded(account.Trust))) : session.Timeline,
            Phase = judgement.Phase,
            Latched = judgement.Latched,
            Shadow = Shadows.StateOf(shadow, policies),
            Streams = streams,
            Closed = dropped is null ? session.Closed : session.Closed.With(new(dropped.Id, session.NewestInput)),
            Answers = dropped is null ? session.Answers : session.Answers.Without(dropped.Id),
        };

        var facts = next.FactsAt(nextUser, policy, now);
        var decision = listed.Denies ? Decision.Block : DecisionTable.Decide(facts, Sensitivity.Medium, policy);
        var verdict = new Verdict
        {
            DecisionId = next.DecisionId(now),
            Decision = decision,
            Scores = new(facts.Trust, live.HighestRisk, next.Phase),
            Reasons = latches
                ? Verdicts.WithList(Verdicts.OfBlocking(reasons, scorer.Tally.Of(live.BlockedBy, policy.Weights)), listed)
                : Verdicts.Explained(reasons, next, nextUser, listed, policy, now),
            Evidence = scorer.Tally.All((ruled ? listed.Denials() : listed).Note),
            PolicyVersion = policy.Version,
            BaselineVersion = user.Baseline.Version,
        };
        next.Record(new(batch.Stream, batch.Sequence, batch.ContentHash, next.CommitNumber, now, verdict));
        if (shadow is not null)
            verdict = verdict with { WouldHave = Shadows.Verdict(shadow, nextUser, scorer.Shadow, scorer.Tally, verdict, policies, now) };
        var learning = run.Draft.IsEmpty
            ? LearningOutcome.Never
            : LearningGate.Decide(GateFactsOf(next, nextUser, verdict.Decision, live.HighestRisk, policy, now));
        if (run.Draft.Finish(learning) is not { } sample)
            (sample, learning) = (null, LearningOutcome.Never);
        next.Contribute(sample, forgetsSample: verdict.Decision == Decision.Block || next.Lists.BarsTraining || next.IsOfAgent);
        return new ScoreResult.Scored(next, nextUser, verdict)
        {
            CarryOver = judgement.CarryOver,
            TrainingSample = sample,
            Sketches = ruled ? [] : run.Sketches.Fresh,
            ComparesSketches = run.Sketches.HasCompared,
            Learning = learning,
            // A denial is nothing to review or to learn from: an administrator has decided it.
            TurnedBy = !listed.Denies && decision > DecisionTable.Decide(session.FactsAt(user, policy, now), Sensitivity.Medium, policy)
                ? latches ? live.BlockedBy : scorer.Tally.Loudest(policy.Weights)
                : null,
        };
    }

    private static GateFacts GateFactsOf(
        SessionState session,
        UserState user,
        Decision decision,
        double risk,
        Policy policy,
        DateTimeOffset now
    ) =>
        new(
            Blocked: decision == Decision.Block,
            Struck: user.IsStruck(now, policy),
            LowRisk: risk < policy.LearningRisk,
            SteadilyAllowed: session.Allows >= policy.LearningAllows,
            ChallengePassed: session.HasPassed(policy, now),
            Trusted: session.Phase == Phase.Trusted,
            DeviceKnown: user.Knows(session.Device),
            SeemsImpostor: session.Account.ImpostorLogOdds >= policy.LearningImpostorLogOdds
        )
        {
            Listed = session.Lists.BarsTraining,
            OfAgent = session.IsOfAgent,
        };

    private static ImmutableArray<TrustPoint> WithPoint(ImmutableArray<TrustPoint> timeline, TrustPoint point)
    {
        if (timeline.Length > 0 && timeline[^1].At == point.At)
            return timeline.SetItem(timeline.Length - 1, point);
        var kept = timeline.AsSpan()[Math.Max(0, timeline.Length - SessionState.MaxTimeline + 1)..];
        return [.. kept, point];
    }
}
