using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Simulation;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>A session that the product decides, with the rows that its audit has.</summary>
internal sealed class PlayedSession
{
    private static readonly UserId User = UserId.Parse("u-1");
    private static readonly DeviceId Device = DeviceId.Of("d-1");

    private readonly Policy policy;
    private readonly List<RecordedDecision> rows = [];
    private SessionState session;
    private UserState user;

    public PlayedSession(Policy policy, DateTimeOffset at, UserState? user = null, string agent = "")
    {
        this.policy = policy;
        var id = SessionId.Mint(Partition.Of(TenantId.Default, User), at);
        (session, this.user) = SessionStart.Open(
            TenantId.Default, User, id, Device, ClientOrigin.Unknown, null, user ?? UserState.New, policy, at, agent);
        Note(RecordedKind.Opening, Verdicts.Current(session, this.user, Sensitivity.Medium, policy, at), at);
    }

    public IReadOnlyList<RecordedDecision> Rows => rows;

    /// <summary>What was answered.</summary>
    public IReadOnlyList<Decision> Answers => [.. rows.Where(row => row.IsAnswer).Select(row => row.Decision)];

    public SessionState Session => session;

    public void Score(Batch batch, DateTimeOffset at)
    {
        var scored = (ScoreResult.Scored)Scorer.Score(session, user, batch, policy, at);
        (session, user) = (scored.Session, scored.User);
        Note(RecordedKind.Batch, scored.Verdict, at);
    }

    /// <summary>Decides an action; returns whether a challenge was issued or named.</summary>
    public bool Evaluate(Sensitivity sensitivity, DateTimeOffset at, string action = "view")
    {
        (session, var verdict, var challenge) = StepUp.Evaluate(
            session, user, sensitivity, ClientOrigin.Unknown, policy, at, Guid.NewGuid(), action);
        rows.Add(Row(RecordedKind.Evaluation, verdict, at) with { Sensitivity = sensitivity, Action = action });
        return challenge is not null;
    }

    /// <summary>Reports the outcome of the challenge that was issued last.</summary>
    public void Report(ChallengeOutcome outcome, DateTimeOffset at)
    {
        var reported = (ReportResult.Reported)StepUp.Report(session, user, session.Challenges[^1].Id, outcome, policy, at);
        (session, user) = (reported.Session, reported.User);
        var verdict = Verdicts.Current(session, user, Sensitivity.Medium, policy, at);
        rows.Add(Row(RecordedKind.Challenge, verdict, at) with { Outcome = outcome });
    }

    /// <summary>Plays batches, and an action after every few; challenges are passed or failed, or left alone.</summary>
    /// <param name="batches">At the client's pace.</param>
    /// <param name="every">After how many batches an action comes; 0 for none.</param>
    /// <param name="outcome">What happens to each challenge; pending to leave it.</param>
    public PlayedSession Play(IEnumerable<(Batch Batch, double At)> batches, int every = 0, ChallengeOutcome outcome = default)
    {
        var played = 0;
        foreach (var (batch, t) in batches)
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds((long)t);
            Score(batch, at);
            if (every == 0 || ++played % every > 0)
                continue;
            var asked = Evaluate((played / every % 3) switch { 0 => Sensitivity.Low, 1 => Sensitivity.Medium, _ => Sensitivity.High },
                at.AddMilliseconds(10));
            if (asked && outcome != ChallengeOutcome.Pending)
                Report(outcome, at.AddMilliseconds(20));
        }

        return this;
    }

    private void Note(RecordedKind kind, Verdict verdict, DateTimeOffset at) => rows.Add(Row(kind, verdict, at));

    private RecordedDecision Row(RecordedKind kind, Verdict verdict, DateTimeOffset at) =>
        RecordedDecision.Of(kind, verdict, at) with { DeclaredAgent = session.DeclaredAgent };
}
