using Sentinel.Domain;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;
using Sentinel.Replay.Recordings;
using Sentinel.Replay.Sending;

namespace Sentinel.Accuracy.EndToEnd;

/// <summary>How a sitting went.</summary>
/// <param name="Windows">That were judged.</param>
/// <param name="ChallengedAfter">Windows that had been judged at the first answer that was no ALLOW, after those that do not count; null when there was none.</param>
internal sealed record SittingOutcome(int Windows, int? ChallengedAfter);

/// <summary>A user of the product at its shipped thresholds: sittings go through <see cref="Scorer"/> in batches, and what the gate lets teach is learnt.</summary>
internal sealed class Enrolled(string name, Population population)
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.FromUnixTimeSeconds(1_767_000_000);
    private static readonly DeviceId Known = DeviceId.Of("laptop");
    private static readonly DeviceId Elsewhere = DeviceId.Of("elsewhere");

    private readonly UserId id = UserId.Parse(name);
    private readonly List<Kept> lessons = [];
    private Baseline? anchor;
    private UserState user = UserState.New;
    private int days;

    /// <summary>A sitting in which the user passes a challenge first; the baseline is learnt anew after it.</summary>
    public void Enrol(Recording recording)
    {
        Play(recording, ignore: 0, vouched: true, isUser: true);
        Retrain();
    }

    /// <summary>
    /// A later sitting: the user's on their known device, somebody else's on another. Where it is answered by anything but ALLOW the user passes the challenge; somebody else does not. What the gate
    /// lets teach, whoever did it, is learnt before the next sitting.
    /// </summary>
    /// <param name="recording">What was done.</param>
    /// <param name="isUser">Who did it.</param>
    /// <param name="ignore">Windows before which an answer does not count.</param>
    public SittingOutcome Sit(Recording recording, bool isUser, int ignore)
    {
        var before = lessons.ToArray();
        var outcome = Play(recording, ignore, vouched: false, isUser);
        anchor ??= user.Baseline;
        if (DriftCheck.Share(anchor, lessons.Where(lesson => !lesson.Vouched).Select(lesson => lesson.Lesson)) > DriftCheck.Bound) Quarantine(before);
        else if (lessons.Count > before.Length) Retrain();
        return outcome;
    }

    /// <summary>Baselines that drifted too far to be published.</summary>
    public int Quarantined { get; private set; }

    private void Quarantine(Kept[] before)
    {
        lessons.Clear();
        lessons.AddRange(before);
        Quarantined++;
    }

    private void Retrain()
    {
        Keep(lesson => lesson.Entries.Length, Reservoir.MostEntries);
        Keep(lesson => lesson.Typing.Length, Reservoir.MostTyping);
        Keep(lesson => lesson.Strokes.Length, Reservoir.MostStrokes);
        var version = user.BaselineVersion + 1;
        user = user with { BaselineVersion = version, Baseline = Baseline.Learn(version, [.. lessons.Select(pair => pair.Lesson)], population) };
    }

    private void Keep(Func<Lesson, int> windows, int capacity)
    {
        foreach (var gone in Reservoir.Overflow([.. lessons.Select(pair => (pair.At, windows(pair.Lesson)))], capacity).OrderDescending()) lessons.RemoveAt(gone);
    }

    private SittingOutcome Play(Recording recording, int ignore, bool vouched, bool isUser)
    {
        var opened = Epoch.AddDays(days);
        var session = SessionState.Open(TenantId.Default, id, SessionId.Mint(Partition.Of(TenantId.Default, id), opened), isUser ? Known : Elsewhere, user, Policy.Default, opened);
        var known = user;
        List<Kept> quarantined = [];
        if (vouched) Pass(opened);

        var sequence = 0L;
        int? challenged = null;
        foreach (var cut in BatchCutter.Cuts(recording))
        {
            var now = opened.AddMilliseconds(cut.SentAt - recording.Start);
            var result = Scorer.Score(session, known, ToBatch(cut, ++sequence, recording, opened), Policy.Default, now);
            (session, known) = (result.Session, result.User);
            if (result.Lesson is { } lesson) (result.Learning == Learning.Quarantined ? quarantined : lessons).Add(new(now, lesson, result.Learning == Learning.Vouched));
            if (result.Verdict!.Decision == Decision.Allow || session.Account.Windows <= ignore) continue;
            challenged ??= session.Account.Windows;
            if (!isUser) continue;
            Pass(now);
            lessons.AddRange(quarantined.Select(lesson => lesson with { Vouched = true }));
            quarantined.Clear();
        }

        (user, days) = (isUser ? known : user, days + 1);
        return new(session.Account.Windows, challenged);

        void Pass(DateTimeOffset now)
        {
            var challenge = Guid.NewGuid();
            (session, _, _) = StepUp.Evaluate(session, known, Sensitivity.High, Policy.Default, now, challenge);
            if (StepUp.Report(session, known, challenge, ChallengeOutcome.Passed, Policy.Default, now) is { } passed) (session, known) = passed;
        }
    }

    private static Batch ToBatch(Cut cut, long sequence, Recording recording, DateTimeOffset opened)
    {
        var shift = opened.ToUnixTimeMilliseconds() - recording.Start;
        return new()
        {
            Stream = StreamId.Main,
            Sequence = sequence,
            ContentHash = 0,
            TimerResolution = recording.TimerResolution,
            Keys = cut.Keys.Select(key => new Domain.Telemetry.KeyStroke(key.Down + shift, key.Up + shift ?? double.NaN, Code(key.Group), key.Field is null ? 0UL : 1UL)).ToArray(),
            Pointer = cut.Pointer.Select(sample => new Domain.Telemetry.PointerSample(sample.T + shift, sample.X, sample.Y, Action(sample.Type), Domain.Telemetry.PointerKind.Mouse)).ToArray(),
        };
    }

    private static KeyCode Code(KeyGroup group) => Enum.Parse<KeyCode>(group.ToString());

    private static Domain.Telemetry.PointerAction Action(Replay.Recordings.PointerAction action) => Enum.Parse<Domain.Telemetry.PointerAction>(action.ToString());

    private readonly record struct Kept(DateTimeOffset At, Lesson Lesson, bool Vouched);
}
