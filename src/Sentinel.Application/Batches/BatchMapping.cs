using System.IO.Hashing;
using System.Text;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Application.Batches;

internal static class BatchMapping
{
    /// <summary>Converts validated input to domain types.</summary>
    public static Batch ToBatch(this BatchInput input, string stream)
    {
        var keys = Array.ConvertAll(input.Keys ?? [], k => new KeyStroke(k.Down, k.Up ?? double.NaN, k.Code, FieldHash(k.Field)));
        var pointer = Array.ConvertAll(input.Pointer ?? [], p => new PointerSample(p.T, p.X, p.Y, p.Type, p.Kind));
        var signals = Array.ConvertAll(input.Signals ?? [], s => new Signal(s.T, s.Type, s.Length));
        var (resolution, scale) = (Math.Clamp(input.TimerResolution, 0.001, 100), Math.Clamp(input.Scale, 0.1, 10));
        return new()
        {
            Stream = StreamId.Of(stream),
            Sequence = input.Sequence,
            ContentHash = Batch.HashOf(keys, pointer, signals, resolution, scale, input.Dropped),
            SentAt = input.SentAt,
            TimerResolution = resolution,
            Scale = scale,
            Dropped = input.Dropped,
            Keys = keys,
            Pointer = pointer,
            Signals = signals,
        };
    }

    private static ulong FieldHash(string? field) => field is null ? 0 : XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(field));
}
