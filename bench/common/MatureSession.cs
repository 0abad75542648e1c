using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Bench;

/// <summary>A session with minutes of a person's input, and the batches that continue it.</summary>
internal sealed class MatureSession
{
    /// <summary>Batches so far, one per second.</summary>
    public const int Batches = 240;

    /// <summary>Unix seconds of the first event.</summary>
    public const long Start = 1_767_000_000;

    private static readonly IReadOnlyList<Simulation.Second> Seconds = Simulation.Second.Generate(60, seed: 5);

    public static SessionState After(int batches, TenantId tenant, UserId user, SessionId id)
    {
        var state = SessionState.Open(tenant, user, id, DeviceId.Of("bench"), UserState.New, Policy.Default, At(0)) with
        {
            CommitNumber = 1,
        };
        var known = UserState.New;
        for (var sequence = 1; sequence <= batches; sequence++)
        {
            var result = (ScoreResult.Scored)Scorer.Score(state, known, Batch(sequence), Policy.Default, At(sequence));
            (state, known) = (result.Session, result.User);
        }

        return state;
    }

    /// <summary>The batch of this second with <paramref name="scale"/> times the events.</summary>
    public static Batch Batch(int sequence, int scale = 1)
    {
        List<KeyStroke> keys = [];
        List<PointerSample> pointer = [];
        for (var part = 0; part < scale; part++)
        {
            var second = Seconds[(sequence + part - 1) % Seconds.Count];
            var from = (Start + sequence - 1 + part) * 1000.0;
            keys.AddRange(second.Keys.Select(key => new KeyStroke(from + key.Down, from + key.Up, KeyCode.LetterLeft)));
            pointer.AddRange(
                second.Pointer.Select(sample => new PointerSample(
                    from + sample.T,
                    sample.X,
                    sample.Y,
                    PointerAction.Move,
                    PointerKind.Mouse
                ))
            );
        }

        return new()
        {
            Stream = StreamId.Main,
            Sequence = sequence,
            ContentHash = Domain.Telemetry.Batch.HashOf([.. keys], [.. pointer], [], 0.1, 1, 0),
            TimerResolution = 0.1,
            Keys = keys.ToArray(),
            Pointer = pointer.ToArray(),
        };
    }

    public static DateTimeOffset At(int sequence) => DateTimeOffset.FromUnixTimeSeconds(Start + sequence);
}
