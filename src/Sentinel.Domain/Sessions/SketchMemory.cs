using System.Runtime.InteropServices;
using Sentinel.Domain.Features;

namespace Sentinel.Domain.Sessions;

/// <summary>
/// The sketches of a user's last sessions, oldest first, for finding input that is played again. A session is compared with the sketches
/// from before its opening, so what other sessions add meanwhile does not change its verdicts. Immutable.
/// </summary>
public sealed class SketchMemory
{
    /// <summary>With how many sketches, the last before its opening, a session is compared.</summary>
    public const int Compared = 256;

    /// <summary>
    /// How many are kept: so many more that those that sessions compare with are still there after others have added some.
    /// </summary>
    public const int Kept = 320;

    /// <summary>Stored bytes of a sketch, the first two of which are its day, little-endian.</summary>
    public const int EntryLength = 11;

    /// <summary>How much farther the next sketch is, at least, where only one is found again.</summary>
    private const int Alone = 9;

    public static readonly SketchMemory None = new([], 0);

    private readonly Entry[] entries;

    private SketchMemory(Entry[] entries, long added) => (this.entries, Added) = (entries, added);

    /// <summary>How many sketches were ever added.</summary>
    public long Added { get; }

    /// <summary>Reads what is stored; bytes that are no whole sketch are left out.</summary>
    /// <param name="stored">The last sketches.</param>
    /// <param name="added">How many were ever added.</param>
    public static SketchMemory Of(ReadOnlySpan<byte> stored, long added) =>
        added == 0 ? None : new(MemoryMarshal.Cast<byte, Entry>(stored[..(stored.Length / EntryLength * EntryLength)]).ToArray(), added);

    /// <summary>New sketches as stored.</summary>
    public static byte[] Bytes(IEnumerable<InputSketch> fresh, DateTimeOffset now) =>
        MemoryMarshal.AsBytes<Entry>(Entries(fresh, now)).ToArray();

    /// <summary>All sketches as stored.</summary>
    public byte[] Bytes() => MemoryMarshal.AsBytes<Entry>(entries).ToArray();

    /// <summary>The memory with new sketches.</summary>
    public SketchMemory With(IReadOnlyCollection<InputSketch> fresh, DateTimeOffset now)
    {
        Entry[] all = [.. entries, .. Entries(fresh, now)];
        return new(all[Math.Max(0, all.Length - Kept)..], Added + fresh.Count);
    }

    /// <summary>
    /// The distance to the nearest of the sketches that were there before; null without any. It is more by what the next one is too near:
    /// of a rhythm that the user has again and again, no single one is found again.
    /// </summary>
    /// <param name="sketch">What is looked for.</param>
    /// <param name="before">How many had been added when the session was opened.</param>
    /// <param name="since">Older ones are ignored.</param>
    public int? Nearest(InputSketch sketch, long before, DateTimeOffset since)
    {
        var (first, oldest, lanes) = (Added - entries.Length, DayOf(since), sketch.Lanes);
        var (nearest, next) = (int.MaxValue, InputSketch.Farthest);
        var (from, to) = ((int)Math.Max(0, before - Compared - first), (int)Math.Min(entries.Length, before - first));
        for (var i = from; i < to; i++)
        {
            ref readonly var entry = ref entries[i];
            if (entry.Kind != sketch.Kind || entry.Day < oldest)
                continue;
            var distance = InputSketch.Distance(lanes, new InputSketch(entry.Kind, entry.Measures).Lanes);
            (nearest, next) = (Math.Min(nearest, distance), Math.Min(next, Math.Max(nearest, distance)));
        }

        return nearest == int.MaxValue ? null : nearest + Math.Max(0, Alone - (next - nearest));
    }

    /// <summary>How many can have been added while those that a session compares with are still kept.</summary>
    /// <param name="before">How many had been added when the session was opened.</param>
    public static long Intact(long before) => Math.Max(before, Compared) + Kept - Compared;

    /// <summary>Days since 1970, UTC.</summary>
    public static ushort DayOf(DateTimeOffset at) => (ushort)Math.Clamp(at.ToUnixTimeSeconds() / 86_400, 0, ushort.MaxValue);

    private static Entry[] Entries(IEnumerable<InputSketch> fresh, DateTimeOffset now)
    {
        var day = DayOf(now);
        return [.. fresh.Select(sketch => new Entry(day, sketch.Kind, sketch.Measures))];
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Entry(ushort Day, SketchKind Kind, ulong Measures);
}
