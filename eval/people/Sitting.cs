using System.Collections.Immutable;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Replay;
using Sentinel.Simulation;

namespace Sentinel.People;

/// <summary>One recording under one delivery, as a session of a new user.</summary>
internal sealed class Sitting
{
    public static readonly DateTimeOffset Opened = DateTimeOffset.FromUnixTimeSeconds(1_767_000_000);
    private static readonly UserId User = UserId.Parse("someone");
    private static readonly SessionId Id = SessionId.Mint(Partition.Of(TenantId.Default, User), Opened);

    public required Recording Recording { get; init; }

    /// <summary>Sum of the weights of each detector in batches where it was for a bot.</summary>
    public Dictionary<string, double> Against { get; } = [];

    /// <summary>Decision at MEDIUM after the last batch.</summary>
    public Decision Last { get; private set; }

    public bool EverChallenged { get; private set; }

    public bool EverBlocked { get; private set; }

    /// <summary>Session time, ms, at the first BLOCK.</summary>
    public double BlockedAt { get; private set; } = double.NaN;

    public double Duration { get; private set; }

    public Phase Phase { get; private set; }

    /// <summary>The highest nats of each group on the way.</summary>
    public double[] Highest { get; } = new double[EvidenceGroups.Count];

    /// <summary>Sum of weights and number of windows of each detector.</summary>
    public Dictionary<string, (double Weight, int Windows)> Evidence { get; } = [];

    /// <summary>Whether the group's evidence once was as high as it counts.</summary>
    public bool AtCap(int group) => Highest[group] >= Policy.Default.MaxBotLogOddsPerGroup - 0.01;

    /// <summary>The sketches that it leaves.</summary>
    public ImmutableArray<InputSketch> Sketches { get; private set; } = [];

    /// <summary>Whether the evidence for a replay once was as high as it counts, and the session was challenged.</summary>
    public bool IsFoundReplayed => AtCap((int)EvidenceGroup.Replay) && EverChallenged;

    /// <param name="recording">The recording.</param>
    /// <param name="delivery">What happens to it on its way.</param>
    /// <param name="earlier">What the user's earlier sessions left; null for nothing.</param>
    public static Sitting Play(Recording recording, Delivery delivery, SketchMemory? earlier = null)
    {
        var policy = Policy.Default;
        var sitting = new Sitting { Recording = recording };
        var kind = delivery.Kind ?? recording.Kind;
        var delivered = new Recording(
            recording.Source,
            recording.Id,
            recording.IsBot,
            [.. recording.Keys.Select(key => key with
            {
                Down = delivery.Key(key.Down), Up = key.Up is { } up ? delivery.Key(up) : null, Known = delivery.Key(key.Known),
            })],
            [.. delivery.Pointer(recording.Pointer)],
            kind,
            delivery.Resolution ?? recording.TimerResolution
        )
        {
            Signals = [.. recording.Signals.Select(signal => signal with { T = delivery.Key(signal.T) })],
        };
        var user = UserState.New with { Sketches = earlier ?? SketchMemory.None };
        var session = SessionState.Open(TenantId.Default, User, Id, DeviceId.Of("d"), user, policy, Opened);
        var sequence = 0;
        var arrived = Opened;
        foreach (var cut in BatchCutter.Cuts(delivered))
        {
            var batch = DomainBatch.Of(cut, ++sequence, delivered, Opened) with { Scale = delivery.Scale };
            // One batch after the other: each waits for the answer to the one before.
            var now = Opened.AddMilliseconds(cut.SentAt - delivered.Start + delivery.Latency(cut.SentAt));
            arrived = now = now > arrived ? now : arrived;
            if (Scorer.Score(session, user, batch, policy, now) is not ScoreResult.Scored scored)
                throw new InvalidOperationException($"{recording.Source} {recording.Id}: batch {sequence} was not scored.");
            (session, user) = (scored.Session, scored.User);
            sitting.Sketches = [.. sitting.Sketches, .. scored.Sketches];
            sitting.Note(scored.Verdict, session, cut.SentAt - delivered.Start);
        }

        return sitting;
    }

    /// <summary>Ten minutes of so many persons of a kind.</summary>
    public static IReadOnlyList<Sitting> PlayAll(Persona persona, int persons, double minutes = 10) =>
    [
        .. Enumerable.Range(0, persons).AsParallel().AsOrdered().Select(index =>
        {
            var (input, delivery) = persona.Play(index, minutes);
            return Play(Recording.Of(input, persona.Name, $"{index}", isBot: false), delivery);
        }),
    ];

    private void Note(Verdict verdict, SessionState session, double at)
    {
        (Last, Duration, Phase) = (verdict.Decision, at, session.Phase);
        EverChallenged |= verdict.Decision != Decision.Allow;
        if (verdict.Decision == Decision.Block && !EverBlocked)
            (EverBlocked, BlockedAt) = (true, at);
        for (var i = 0; i < Highest.Length; i++)
            Highest[i] = Math.Max(Highest[i], session.Account.Bot.Of((EvidenceGroup)i));
        foreach (var line in verdict.Evidence)
        {
            var name = line.Said.Code.Name;
            var (weight, windows) = Evidence.GetValueOrDefault(name);
            if (line.Said.Weight > 0)
                Against[name] = Against.GetValueOrDefault(name) + line.Said.Weight;
            Evidence[name] = (weight + line.Said.Weight, windows + line.Windows);
        }
    }
}
