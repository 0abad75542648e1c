using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Sentinel.Domain.Telemetry;

/// <summary>A validated batch in domain types.</summary>
public sealed record Batch
{
    /// <summary>The tab or device; sequences count per stream.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>1..2^53, unique in its stream.</summary>
    public required long Sequence { get; init; }

    /// <summary>Hash of the events: the same sequence with another hash has other content.</summary>
    public required uint ContentHash { get; init; }

    /// <summary>When the client sent it, ms since the Unix epoch on the client's clock; NaN if unknown.</summary>
    public double SentAt { get; init; } = double.NaN;

    /// <summary>Step of the client's timer in ms, 0.001..100. Nothing is judged more finely.</summary>
    public double TimerResolution { get; init; } = 1;

    /// <summary>Device pixels per CSS px, 0.1..10: of the display, times the page's zoom.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Number of events that the client dropped before this batch.</summary>
    public long Dropped { get; init; }

    /// <summary>The request's client origin; unknown if a back end forwards the batch.</summary>
    public ClientOrigin ClientOrigin { get; init; }

    public ReadOnlyMemory<KeyStroke> Keys { get; init; }

    public ReadOnlyMemory<PointerSample> Pointer { get; init; }

    public ReadOnlyMemory<Signal> Signals { get; init; }

    /// <summary>The earliest client time in the batch, ms since the Unix epoch; infinite for none.</summary>
    public double Oldest
    {
        get
        {
            var oldest = double.IsNaN(SentAt) ? double.PositiveInfinity : SentAt;
            foreach (ref readonly var key in Keys.Span)
                oldest = Math.Min(oldest, key.Down);
            foreach (ref readonly var sample in Pointer.Span)
                oldest = Math.Min(oldest, sample.T);
            foreach (ref readonly var signal in Signals.Span)
                oldest = Math.Min(oldest, signal.T);
            return oldest;
        }
    }

    /// <summary>The latest client time in the batch, ms since the Unix epoch; 0 for none.</summary>
    public double Newest
    {
        get
        {
            var newest = double.IsNaN(SentAt) ? 0 : Math.Max(0, SentAt);
            foreach (ref readonly var key in Keys.Span)
                newest = Math.Max(newest, key.Down);
            foreach (ref readonly var sample in Pointer.Span)
                newest = Math.Max(newest, sample.T);
            foreach (ref readonly var signal in Signals.Span)
                newest = Math.Max(newest, signal.T);
            return newest;
        }
    }

    /// <summary>ms from the first key stroke or pointer sample to the last; 0 without any.</summary>
    public double Span
    {
        get
        {
            var (first, last) = (double.PositiveInfinity, double.NegativeInfinity);
            if (!Keys.IsEmpty)
                (first, last) = (Keys.Span[0].Down, Keys.Span[^1].Down);
            if (!Pointer.IsEmpty)
                (first, last) = (Math.Min(first, Pointer.Span[0].T), Math.Max(last, Pointer.Span[^1].T));
            return last > first ? last - first : 0;
        }
    }

    /// <summary>
    /// The step of the pointer's positions, CSS px. Some browsers report whole px; others report device pixels, so that positions have
    /// fractions on a scaled page. The scale counts only where there are fractions, and never makes the step larger than 1 px.
    /// </summary>
    public double PixelStep
    {
        get
        {
            if (Scale <= 1)
                return 1;
            foreach (ref readonly var sample in Pointer.Span)
            {
                if (!double.IsInteger(sample.X) || !double.IsInteger(sample.Y))
                    return 1 / Scale;
            }

            return 1;
        }
    }

    /// <summary>
    /// 32 bits of XxHash3 over all scored data: the timer's step, the scale, the number of drops, and every member of every event, in
    /// order.
    /// </summary>
    public static uint HashOf(
        ReadOnlySpan<KeyStroke> keys,
        ReadOnlySpan<PointerSample> pointer,
        ReadOnlySpan<Signal> signals,
        double timerResolution,
        double scale,
        long dropped
    )
    {
        var hash = new XxHash3();
        Span<double> row = stackalloc double[4];
        Append(hash, row, timerResolution, dropped, keys.Length, pointer.Length);
        Append(hash, row, scale, 0, 0, 0);
        foreach (ref readonly var key in keys)
            Append(hash, row, key.Down, key.Up, (byte)key.Code, BitConverter.UInt64BitsToDouble(key.Field));
        foreach (ref readonly var sample in pointer)
            Append(hash, row, sample.T, sample.X, sample.Y, ((byte)sample.Action << 8) | (byte)sample.Kind);
        foreach (ref readonly var signal in signals)
            Append(hash, row, signal.T, (byte)signal.Type, signal.Length, 0);
        return (uint)hash.GetCurrentHashAsUInt64();
    }

    private static void Append(XxHash3 hash, Span<double> row, double a, double b, double c, double d)
    {
        (row[0], row[1], row[2], row[3]) = (a, b, c, d);
        hash.Append(MemoryMarshal.AsBytes(row));
    }
}
