using System.Text.Json;
using Sentinel.Api.Contracts;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Batches;
using Sentinel.Bench;
using Sentinel.Domain.Features;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.HotState;

namespace Sentinel.Micro;

/// <summary>The pure steps that every batch runs through.</summary>
internal static class HotPath
{
    private const int Batches = 64;

    /// <summary>A user with as many sketches of earlier sessions as are kept.</summary>
    private static readonly UserState Known = UserState.New with { Sketches = SketchMemory.None.With(Sketches(), MatureSession.At(0)) };

    private static readonly Policy InShadow = Policy.Default with { Version = 4, MediumThreshold = 0.45 };

    public static IEnumerable<Finding> Measure()
    {
        var (user, id) = Population.Of(7);
        var states = new SessionState[Batches];
        states[0] = MatureSession.After(MatureSession.Batches, TenantId.Default, user, id) with { SketchesBefore = Known.Sketches.Added };
        var batches = Scales(1);
        for (var i = 1; i < Batches; i++) states[i] = Score(states[i - 1], batches[i - 1]).Session;
        var shadowed = Array.ConvertAll(states, state => state with { Shadow = ShadowState.Of(state, InShadow) });
        var scored = states.Select((state, i) => Score(state, batches[i])).ToArray();
        var stored = SessionCodec.Encode(states[^1], CommitId.New());
        var record = Record(states[^1], scored[^1].Verdict!);
        var body = Body(batches[0]);
        var input = JsonSerializer.Deserialize(body, HotJson.Batch)!;
        var (twice, fourfold, eightfold) = (Scales(2), Scales(4), Scales(8));

        var measured = Stopwatches.Alternate(
            i => Score(states[i % Batches], batches[i % Batches]).Verdict,
            i => Score(states[i % Batches], twice[i % Batches]).Verdict,
            i => Score(states[i % Batches], fourfold[i % Batches]).Verdict,
            i => Score(states[i % Batches], eightfold[i % Batches]).Verdict,
            i => Score(shadowed[i % Batches], batches[i % Batches], InShadow).Verdict,
            i => SessionCodec.Encode(scored[i % Batches].Session, CommitId.None),
            _ => SessionCodec.Decode(stored, TenantId.Default, id),
            _ => AuditRecordCodec.Encode(record),
            _ => JsonSerializer.Deserialize(body, HotJson.Batch),
            _ => input.ToBatch("main"));
        string[] names =
        [
            "Scorer.Score, 50 events",
            "Scorer.Score, 100 events",
            "Scorer.Score, 200 events",
            "Scorer.Score, 400 events",
            "Scorer.Score, 50 events, with a shadow",
            "SessionCodec.Encode",
            "SessionCodec.Decode",
            "AuditRecordCodec.Encode",
            "the body's JSON",
            "BatchInput to Batch",
        ];
        for (var i = 0; i < names.Length; i++)
        {
            yield return new(names[i], measured[i].Time, "µs", i == 0 ? 40 : null, "lower");
            yield return new(
                $"{names[i]}: allocated",
                new(measured[i].Bytes, measured[i].Bytes, measured[i].Bytes),
                "B",
                i == 0 ? 1024 : null,
                "lower"
            );
        }

        var perEvent = measured[3].Time.Median / measured[0].Time.Median / 8;
        yield return new("time an event at 400 events over that at 50", new(perEvent, perEvent, perEvent), "ratio", 1.1, "lower");
    }

    private static InputSketch[] Sketches()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, SketchMemory.Kept).Select(i => new InputSketch((SketchKind)(i % 2), (ulong)random.NextInt64()))];
    }

    private static ScoreResult.Scored Score(SessionState state, Batch batch, Policy? shadow = null) => (ScoreResult.Scored)Scorer.Score(
        state, Known, batch, new PolicyPair(Policy.Default, shadow), MatureSession.At((int)batch.Sequence));

    private static Batch[] Scales(int scale) =>
        [.. Enumerable.Range(MatureSession.Batches + 1, Batches).Select(sequence => MatureSession.Batch(sequence, scale))];

    private static AuditRecord Record(SessionState state, Verdict verdict) => new()
    {
        Verdict = verdict,
        DecidedAt = MatureSession.At(1),
        Kind = AuditKind.Batch,
        Tenant = state.Tenant,
        User = state.User,
        Session = state.Id,
        Stream = "main",
        Sequence = 241,
        CommitNumber = state.CommitNumber,
        Commit = CommitId.New(),
        PreviousCommit = CommitId.New(),
    };

    private static byte[] Body(Batch batch) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        userId = "u-7",
        stream = "main",
        sequence = batch.Sequence,
        sentAt = batch.Pointer.Span[^1].T,
        timerResolution = 0.1,
        sdk = "bench/1",
        keys = batch.Keys.ToArray().Select(key => new { code = "LETTER_LEFT", down = key.Down, up = key.Up }),
        pointer = batch.Pointer.ToArray().Select(sample => new { t = sample.T, x = sample.X, y = sample.Y, type = "MOVE", kind = "MOUSE" }),
        signals = Array.Empty<object>(),
    });
}
