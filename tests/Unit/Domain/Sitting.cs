using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.HotState;

namespace Sentinel.Unit.Tests;

/// <summary>A session under test. Plays batches through the scorer and stores the state after each one, as hot state does.</summary>
internal sealed class Sitting
{
    public static readonly DateTimeOffset Opened = DateTimeOffset.FromUnixTimeMilliseconds((long)Behaviour.Start);

    private static readonly UserId SomeUser = UserId.Parse("u-1");

    public static readonly SessionId Id = SessionId.Mint(Partition.Of(TenantId.Default, SomeUser), Opened);

    /// <summary>A user who has passed a challenge on the device d-1 the day before.</summary>
    public static readonly UserState Proven = UserState.New.Remember(DeviceId.Of("d-1"), Opened.AddDays(-1));

    public Sitting(UserState? user = null, Policy? policy = null, DateTimeOffset? opened = null, string device = "d-1", string agent = "")
    {
        Policy = policy ?? Policy.Default;
        User = user ?? UserState.New;
        var at = opened ?? Opened;
        Session = SessionState.Open(
            TenantId.Default, SomeUser, Id, DeviceId.Of(device), User, Policy, at) with
        {
            DeclaredAgent = agent,
        };
    }

    public Policy Policy { get; }

    /// <summary>The policy in shadow; it may change while the session runs.</summary>
    public Policy? Shadow { get; set; }

    private PolicyPair Policies => new(Policy, Shadow);

    public SessionState Session { get; private set; }

    public UserState User { get; private set; }

    public Verdict Last { get; private set; } = null!;

    public ScoreResult Score(Batch batch, DateTimeOffset now)
    {
        var result = Scorer.Score(Session, User, batch, Policies, now);
        if (result is ScoreResult.Scored scored)
            (Session, User) = (Stored(scored.Session), scored.User);
        Last = result.Verdict ?? Last;
        return result;
    }

    /// <summary>The state as the next node loads it.</summary>
    private static SessionState Stored(SessionState session) =>
        SessionCodec.Decode(SessionCodec.Encode(session, CommitId.New()), session.Tenant, session.Id)!;

    /// <summary>Plays batches at the client's pace.</summary>
    public Sitting Play(IEnumerable<(Batch Batch, double At)> batches)
    {
        foreach (var (batch, at) in batches)
            Score(batch, At(at));
        return this;
    }

    public Decision Decide(Sensitivity sensitivity, DateTimeOffset now) =>
        DecisionTable.Decide(Session.FactsAt(User, Policy, now), sensitivity, Policy);

    /// <summary>Evaluates an action and keeps the new state.</summary>
    public Verdict Evaluate(Sensitivity sensitivity, DateTimeOffset now)
    {
        (Session, var verdict, _) = StepUp.Evaluate(Session, User, sensitivity, ClientOrigin.Unknown, Policies, now, Guid.NewGuid());
        return verdict;
    }

    /// <summary>Passes the challenge that was issued last.</summary>
    public bool Pass(DateTimeOffset now)
    {
        if (
            StepUp.Report(Session, User, Session.Challenges[^1].Id, ChallengeOutcome.Passed, Policies, now)
            is not ReportResult.Reported reported
        )
            return false;
        (Session, User) = (reported.Session, reported.User);
        return true;
    }

    public bool Report(ChallengeOutcome outcome, DateTimeOffset now)
    {
        var id = Guid.NewGuid();
        (Session, _, _) = StepUp.Evaluate(Session, User, Sensitivity.High, ClientOrigin.Unknown, Policies, now, id);
        if (StepUp.Report(Session, User, id, outcome, Policies, now) is not ReportResult.Reported reported)
            return false;
        (Session, User) = (reported.Session, reported.User);
        return true;
    }

    /// <summary>Changes the user's state, as another session or an administrator does.</summary>
    public void Become(UserState user) => User = user;

    public static DateTimeOffset At(double clientTime) => DateTimeOffset.FromUnixTimeMilliseconds((long)clientTime);
}

/// <summary>Each member of a result; null if the result is of another kind.</summary>
internal static class ScoreResults
{
    extension(ScoreResult result)
    {
        public Verdict? Verdict => (result as ScoreResult.Scored)?.Verdict ?? (result as ScoreResult.Replayed)?.Verdict;

        public Refusal? Refusal => (result as ScoreResult.Refused)?.Refusal;

        public TrainingSample? TrainingSample => (result as ScoreResult.Scored)?.TrainingSample;

        public LearningOutcome Learning => (result as ScoreResult.Scored)?.Learning ?? LearningOutcome.Never;
    }
}
