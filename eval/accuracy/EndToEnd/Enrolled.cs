using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;
using Sentinel.Replay;

namespace Sentinel.Accuracy;

/// <summary>The result of a sitting.</summary>
/// <param name="Windows">Judged windows.</param>
/// <param name="ChallengedAfter">Judged windows at the first counted answer other than ALLOW; null if there was none.</param>
/// <param name="AllowedHigh">Whether behaviour alone, without a challenge passed on the device, once opened HIGH.</param>
internal sealed record SittingOutcome(int Windows, int? ChallengedAfter, bool AllowedHigh);

/// <summary>
/// A user of the product with the shipped thresholds. Sittings go through <see cref="Scorer"/>; the learning gate selects training samples.
/// </summary>
internal sealed class Enrolled(string name, Population population)
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.FromUnixTimeSeconds(1_767_000_000);
    private static readonly DeviceId Known = DeviceId.Of("laptop");
    private static readonly DeviceId Elsewhere = DeviceId.Of("elsewhere");

    private readonly UserId id = UserId.Parse(name);
    private List<StoredSample> samples = [];
    private UserState user = UserState.New;
    private long lastTrainingSample;
    private int days;

    /// <summary>Baselines that drifted too far to be published.</summary>
    public int Quarantined { get; private set; }

    /// <summary>Plays a sitting of the enrolment.</summary>
    /// <param name="recording">The recorded input.</param>
    /// <param name="passesFirst">Whether the user passes a challenge before it; otherwise only when one is requested.</param>
    public void Enrol(Recording recording, bool passesFirst) => Play(recording, ignore: 0, passesFirst, isUser: true);

    /// <summary>
    /// Plays a later sitting: the user's on the known device, an impostor's on another. The user passes each challenge; an impostor fails
    /// the first.
    /// </summary>
    /// <param name="recording">The recorded input.</param>
    /// <param name="isUser">Whether it is the user's.</param>
    /// <param name="ignore">Answers up to this many windows do not count.</param>
    public SittingOutcome Sit(Recording recording, bool isUser, int ignore) => Play(recording, ignore, passesFirst: false, isUser);

    private SittingOutcome Play(Recording recording, int ignore, bool passesFirst, bool isUser)
    {
        var opened = Epoch.AddDays(days++);
        var session = SessionState.Open(
            TenantId.Default,
            id,
            SessionId.Mint(Partition.Of(TenantId.Default, id), opened),
            isUser ? Known : Elsewhere,
            user,
            Policy.Default,
            opened
        );
        List<StoredSample> waiting = [];
        if (passesFirst) Answer(ChallengeOutcome.Passed, opened);

        var sequence = 0L;
        int? challenged = null;
        var allowedHigh = false;
        foreach (var cut in BatchCutter.Cuts(recording))
        {
            var now = opened.AddMilliseconds(cut.SentAt - recording.Start);
            var result = (ScoreResult.Scored)
                Scorer.Score(session, user, DomainBatch.Of(cut, ++sequence, recording, opened), Policy.Default, now);
            (session, user) = (result.Session, result.User);
            foreach (var (_, sample) in result.TrainingSample?.ByKind() ?? [])
                (result.Learning == LearningOutcome.Quarantined ? waiting : samples).Add(
                    new(++lastTrainingSample, now, IsNew: true, result.Learning == LearningOutcome.Verified, sample)
                );
            var facts = session.FactsAt(user, Policy.Default, now) with
            {
                ChallengePassed = false,
                IdentityProven = session.Account.Recognizes(Policy.Default),
            };
            allowedHigh |= DecisionTable.Decide(facts, Sensitivity.High, Policy.Default) == Decision.Allow;
            if (result.Verdict!.Decision == Decision.Block)
                waiting.Clear();
            if (result.Verdict!.Decision == Decision.Allow || session.Account.Windows <= ignore)
                continue;
            if (isUser || challenged is null)
                Answer(isUser ? ChallengeOutcome.Passed : ChallengeOutcome.Failed, now);
            challenged ??= session.Account.Windows;
        }

        Retrain();
        return new(session.Account.Windows, challenged, allowedHigh);

        // Reports as in the product: a pass verifies what the session did just before, a failure drops the samples that wait.
        void Answer(ChallengeOutcome outcome, DateTimeOffset now)
        {
            var challenge = Guid.NewGuid();
            (session, _, _) = StepUp.Evaluate(session, user, Sensitivity.High, ClientOrigin.Unknown, Policy.Default, now, challenge);
            if (StepUp.Report(session, user, challenge, outcome, Policy.Default, now) is not ReportResult.Reported reported)
                return;
            (session, user) = (reported.Session, reported.User);
            if (outcome == ChallengeOutcome.Passed)
                samples.AddRange(waiting.Select(sample => sample with { Verified = now - sample.At <= LearningGate.VerifiesBack }));
            waiting.Clear();
        }
    }

    private void Retrain()
    {
        if (!samples.Exists(sample => sample.IsNew)) return;
        var trained = Trained.Of(new(user.BaselineVersion + 1, [.. samples.OrderBy(sample => sample.At)]), population);
        if (trained.Rejected is not null)
            Quarantined++;
        samples =
        [
            .. samples
                .Where(sample => !trained.Dropped.Contains(sample.Id) && !trained.SetAside.Contains(sample.Id))
                .Select(sample => sample with { IsNew = false }),
        ];
        if (trained.Baseline is { } baseline)
            user = user with { BaselineVersion = baseline.Version, Baseline = baseline };
    }
}
