using Sentinel.Domain.Detection;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Simulation;

/// <summary>One session under one policy, with the product's own states and rules. Only its windows come from the record.</summary>
internal sealed class SimulatedSession
{
    /// <summary>The device of the session: the audit does not name it.</summary>
    private static readonly DeviceId Device = new(1);

    private static readonly UserId User = UserId.Unknown;

    private SessionState session = null!;
    private UserState user = UserState.New;
    private double earned;
    private DateTimeOffset lastBatch;
    private bool gapPending;
    private bool originTold;
    private int challenges;

    public SimulatedSession Copy() => (SimulatedSession)MemberwiseClone();

    /// <summary>Whether strikes of the session itself block its device.</summary>
    public bool IsStruck(DateTimeOffset at, Policy policy) => user.IsBlocked(Device, session.ChallengePassedAt, at, policy);

    /// <summary>Opens the session as its user was then, which its first row tells.</summary>
    /// <param name="opening">The row.</param>
    /// <param name="recorded">The policy that decided it.</param>
    /// <param name="policy">The policy to decide by.</param>
    public Decision Open(in RecordedDecision opening, Policy recorded, Policy policy)
    {
        user = Beginning.Of(opening, Device, recorded);
        session = SessionState.Open(TenantId.Default, User, SessionId.None, Device, user, policy, opening.At);
        PolicyLane lane = new(session, policy, opening.At);
        RecordedWindows.AddOpening(ref lane, opening, recorded);
        session = session with { Account = lane.Account, DeclaredAgent = opening.DeclaredAgent };
        (earned, lastBatch, gapPending, originTold) = (0, opening.At, false, false);
        return Current(policy, opening.At);
    }

    /// <summary>Scores a batch.</summary>
    public Decision Score(in RecordedDecision batch, Policy policy)
    {
        var at = batch.At;
        user = user with { BaselineVersion = batch.Notes(ContextReasons.BaselineUnavailable) ? 1 : 0 };
        session = session.UpToDate(user, policy, at);
        earned = session.Batches == 0
            ? (at - session.OpenedAt).TotalMilliseconds
            : earned + Math.Clamp((at - lastBatch).TotalMilliseconds, 0, StreamClock.LongestInterval);
        gapPending |= batch.Notes(ContextReasons.Gap);
        PolicyLane lane = new(session, policy, at);
        RecordedWindows.Add(ref lane, batch, earned, ref gapPending);
        var judgement = Judgement.Of(session, user, lane, policy, at);
        (user, lastBatch) = (judgement.User, at);
        if (batch.Evidence.Length > 0)
            originTold = RecordedWindows.TellsOrigin(batch);
        session = session with
        {
            Account = judgement.Account,
            Batches = session.Batches + 1,
            EvidenceBatches = judgement.EvidenceBatches,
            LastEvidenceAt = judgement.LastEvidenceAt,
            Phase = judgement.Phase,
            Latched = judgement.Latched,
            Carried = judgement.Carried,
        };
        return Current(policy, at);
    }

    /// <summary>Decides an action. It changes nothing: what follows a challenge is <see cref="Challenge"/>.</summary>
    /// <param name="evaluation">The row.</param>
    /// <param name="recorded">The policy that decided it.</param>
    /// <param name="policy">The policy to decide by.</param>
    public Decision Evaluate(in RecordedDecision evaluation, Policy recorded, Policy policy)
    {
        var at = evaluation.At;
        session = session.UpToDate(user, policy, at);
        var present = session;
        if (!originTold && RecordedWindows.TellsOrigin(evaluation))
        {
            // Of another origin than the session's: it counts for this answer alone.
            PolicyLane lane = new(session, policy, at);
            RecordedWindows.AddOrigin(ref lane, evaluation, recorded);
            present = session with { Account = lane.Account.Held(policy) };
        }

        return DecisionTable.Decide(present.FactsAt(user, policy, at), evaluation.Sensitivity, policy, evaluation.Action);
    }

    /// <summary>Whether only a proof of identity that is older than the session can have allowed the action.</summary>
    public bool NeedsEarlierProof(in RecordedDecision evaluation, Policy policy) =>
        DecisionTable.LacksIdentity(
            session.UpToDate(user, policy, evaluation.At).FactsAt(user, policy, evaluation.At), evaluation.Sensitivity, policy,
            evaluation.Action);

    /// <summary>Whether it is blocked by an agent's rule, so that no challenge is issued.</summary>
    public bool IsFinal(Decision decision, DateTimeOffset at, Policy policy) =>
        DecisionTable.IsFinal(decision, session.FactsAt(user, policy, at), policy);

    /// <summary>A challenge was passed on the device before the session.</summary>
    public void Prove() => user = user.Remember(Device, session.OpenedAt);

    /// <summary>Issues a challenge, or leaves a recent one.</summary>
    public void Challenge(DateTimeOffset at, Policy policy) =>
        session = StepUp.Challenged(session, policy, at, new Guid(++challenges, 0, 0, new byte[8])).Session;

    /// <summary>Whether a challenge waits for its outcome.</summary>
    public bool IsChallenged(DateTimeOffset at, Policy policy) => Awaited(at, policy) is not null;

    /// <summary>Reports the outcome of the last challenge that waits for one.</summary>
    public void Report(ChallengeOutcome outcome, DateTimeOffset at, Policy policy)
    {
        if (Awaited(at, policy) is { } id && StepUp.Report(session, user, id, outcome, policy, at) is ReportResult.Reported reported)
            (session, user, originTold) = (reported.Session, reported.User, false);
    }

    /// <summary>Counts input that the session shares with other accounts.</summary>
    /// <param name="row">The row: a block means that so many accounts had the input that it was a strike.</param>
    /// <param name="policy">The policy.</param>
    public void Share(in RecordedDecision row, Policy policy)
    {
        var others = session.SharedWith > 0 || row.Decision == Decision.Block ? Sharing.Strikes : 1;
        if (Sharing.Charge(session, user, others, policy, row.At) is { } charged)
            (session, user) = (charged.Session, charged.User);
    }

    private Decision Current(Policy policy, DateTimeOffset at) =>
        DecisionTable.Decide(session.FactsAt(user, policy, at), Sensitivity.Medium, policy);

    private Guid? Awaited(DateTimeOffset at, Policy policy)
    {
        for (var i = session.Challenges.Length - 1; i >= 0; i--)
        {
            if (session.Challenges[i].IsAwaited(at, policy))
                return session.Challenges[i].Id;
        }

        return null;
    }
}
