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
    private static readonly DeviceId Device = DeviceId.Of("laptop");

    private readonly UserId id = UserId.Parse(name);
    private readonly List<(DateTimeOffset At, Lesson Lesson)> lessons = [];
    private UserState user = UserState.New;
    private int days;

    /// <summary>A sitting in which the user passes a challenge first; the baseline is learnt anew after it.</summary>
    public void Enrol(Recording recording)
    {
        Play(recording, ignore: 0, vouched: true, isUser: true);
        Retrain();
    }

    /// <summary>A sitting of the user on their known device.</summary>
    /// <param name="recording">What was done.</param>
    /// <param name="ignore">Windows before which an answer does not count.</param>
    /// <param name="learn">Whether the baseline is learnt anew after it.</param>
    public SittingOutcome Return(Recording recording, int ignore, bool learn)
    {
        var outcome = Play(recording, ignore, vouched: false, isUser: true);
        if (learn) Retrain();
        return outcome;
    }

    /// <summary>Somebody else's sitting in the user's name; it leaves no trace.</summary>
    public SittingOutcome Suffer(Recording recording) => Play(recording, ignore: 0, vouched: false, isUser: false);

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
        var session = SessionState.Open(TenantId.Default, id, SessionId.Mint(Partition.Of(TenantId.Default, id), opened), Device, user, Policy.Default, opened);
        var known = user;
        if (vouched)
        {
            var challenge = Guid.NewGuid();
            (session, _, _) = StepUp.Evaluate(session, known, Sensitivity.High, Policy.Default, opened, challenge);
            (session, known) = StepUp.Report(session, known, challenge, ChallengeOutcome.Passed, Policy.Default, opened)!.Value;
        }

        var sequence = 0L;
        int? challenged = null;
        foreach (var cut in BatchCutter.Cuts(recording))
        {
            var now = opened.AddMilliseconds(cut.SentAt - recording.Start);
            var result = Scorer.Score(session, known, ToBatch(cut, ++sequence, recording, opened), Policy.Default, now);
            (session, known) = (result.Session, result.User);
            if (isUser && result.Learning == Learning.Open && !result.Lesson.IsEmpty) lessons.Add((now, result.Lesson));
            if (result.Verdict!.Decision == Decision.Allow || session.Account.Windows <= ignore) continue;
            challenged ??= session.Account.Windows;
        }

        if (isUser) (user, days) = (known, days + 1);
        return new(session.Account.Windows, challenged);
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
}
