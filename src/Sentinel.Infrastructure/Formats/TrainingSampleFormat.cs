using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Infrastructure.Formats;

/// <summary>
/// Training samples as bytes: a version, then entries, samples of free typing and pointer strokes, each list with its count. Numbers are
/// little-endian; ln(ms) and traits are in half precision.
/// </summary>
public static class TrainingSampleFormat
{
    private const byte Version = 2;

    /// <summary>Without styles; still read.</summary>
    private const byte WithoutStyles = 1;

    private const int MaxItems = 4_096;

    public static byte[] Write(TrainingSample sample)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Version);
        writer.Write7BitEncodedInt(sample.Entries.Length);
        foreach (var entry in sample.Entries)
        {
            writer.Write(entry.Field);
            writer.Write((float)entry.Resolution);
            writer.Write7BitEncodedInt(entry.Rhythm!.Logs.Length);
            foreach (var log in entry.Rhythm.Logs) writer.Write((Half)log);
        }

        writer.Write7BitEncodedInt(sample.FreeText.Length);
        foreach (var sums in sample.FreeText)
        {
            writer.Write7BitEncodedInt(sums.Strokes);
            writer.Write7BitEncodedInt(sums.Items.Length);
            writer.Write(MemoryMarshal.AsBytes(sums.Items));
            writer.Write(sums.Style is null ? 0 : StyleNet.Shipped.Id);
            if (sums.Style is { } style)
                StyleFormat.Write(writer, style);
        }

        writer.Write7BitEncodedInt(sample.Strokes.Length);
        foreach (var stroke in sample.Strokes)
        {
            writer.Write((byte)stroke.Kind);
            foreach (var trait in stroke.Traits) writer.Write(trait);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <exception cref="FormatException">The bytes are damaged, or of another version.</exception>
    public static TrainingSample Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        try
        {
            var version = reader.ReadByte();
            if (version is not (Version or WithoutStyles)) throw new FormatException("A sample of another version.");
            var sample = new TrainingSample
            {
                Entries = Many(reader, ReadEntry),
                FreeText = Many(reader, from => ReadSample(from, version)),
                Strokes = Many(reader, ReadStroke),
            };
            return reader.BaseStream.Position == bytes.Length ? sample : throw new FormatException("Something behind a sample.");
        }
        catch (EndOfStreamException cut)
        {
            throw new FormatException("A sample that is cut off.", cut);
        }
    }

    private static FixedTextWindow ReadEntry(BinaryReader reader)
    {
        var (field, resolution) = (reader.ReadUInt64(), reader.ReadSingle());
        var logs = new Half[Count(reader, (2 * FixedTextRhythm.MaxStrokes) - 1)];
        for (var i = 0; i < logs.Length; i++) logs[i] = reader.ReadHalf();
        // There is one hold more than there are intervals.
        if (logs.Length % 2 == 0 || !Array.TrueForAll(logs, Half.IsFinite) || !float.IsFinite(resolution))
            throw new FormatException("A rhythm that cannot be.");
        return new(field, FixedTextRhythm.Of(logs), resolution);
    }

    private static FreeTextSums ReadSample(BinaryReader reader, byte version)
    {
        var strokes = reader.Read7BitEncodedInt();
        var items = new FreeTextSums.Item[Count(reader, FreeTextFeature.Count)];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(items.AsSpan()));
        var sample = FreeTextSums.Of(items, strokes);
        if (!sample.IsSound)
            throw new FormatException("A sample that cannot be.");
        var net = version == WithoutStyles ? 0 : reader.ReadUInt32();
        if (net == 0)
            return sample;
        var style = StyleFormat.Read(reader);
        return net == StyleNet.Shipped.Id ? sample.With(style) : sample;
    }

    private static StrokeSample ReadStroke(BinaryReader reader)
    {
        var kind = (PointerKind)reader.ReadByte();
        var traits = ImmutableArray.CreateBuilder<Half>(StrokeTraits.Count);
        for (var i = 0; i < StrokeTraits.Count; i++) traits.Add(reader.ReadHalf());
        return kind <= PointerKind.Pen ? new(kind, traits.MoveToImmutable()) : throw new FormatException("A stroke that cannot be.");
    }

    private static ImmutableArray<T> Many<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var items = ImmutableArray.CreateBuilder<T>(Count(reader, MaxItems));
        for (var i = items.Capacity; i > 0; i--) items.Add(read(reader));
        return items.MoveToImmutable();
    }

    private static int Count(BinaryReader reader, int most) =>
        reader.Read7BitEncodedInt() is var count && count >= 0 && count <= most
            ? count
            : throw new FormatException("A count that cannot be.");
}
