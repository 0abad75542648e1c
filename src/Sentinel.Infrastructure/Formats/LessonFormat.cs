using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Infrastructure.Formats;

/// <summary>Lessons as bytes: a version, then entries, samples of typing and strokes, each counted. Numbers are little-endian, ln(ms) and traits in half precision.</summary>
public static class LessonFormat
{
    private const byte Version = 1;

    private const int MostItems = 4_096;

    public static byte[] Write(Lesson lesson)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Version);
        writer.Write7BitEncodedInt(lesson.Entries.Length);
        foreach (var entry in lesson.Entries)
        {
            writer.Write(entry.Field);
            writer.Write((float)entry.Resolution);
            writer.Write7BitEncodedInt(entry.Rhythm!.Logs.Length);
            foreach (var log in entry.Rhythm.Logs) writer.Write((Half)log);
        }

        writer.Write7BitEncodedInt(lesson.Typing.Length);
        foreach (var sample in lesson.Typing)
        {
            writer.Write7BitEncodedInt(sample.Strokes);
            writer.Write7BitEncodedInt(sample.Items.Length);
            writer.Write(MemoryMarshal.AsBytes(sample.Items));
        }

        writer.Write7BitEncodedInt(lesson.Strokes.Length);
        foreach (var stroke in lesson.Strokes)
        {
            writer.Write((byte)stroke.Kind);
            foreach (var trait in stroke.Traits) writer.Write(trait);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <exception cref="FormatException">Damaged, or of another version.</exception>
    public static Lesson Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        try
        {
            if (reader.ReadByte() != Version) throw new FormatException("A lesson of another version.");
            return new()
            {
                Entries = Many(reader, ReadEntry),
                Typing = Many(reader, ReadSample),
                Strokes = Many(reader, ReadStroke),
            };
        }
        catch (EndOfStreamException cut)
        {
            throw new FormatException("A lesson that is cut off.", cut);
        }
    }

    private static EntryWindow ReadEntry(BinaryReader reader)
    {
        var (field, resolution) = (reader.ReadUInt64(), reader.ReadSingle());
        var logs = new Half[Count(reader, (2 * EntryRhythm.MaxStrokes) - 1)];
        for (var i = 0; i < logs.Length; i++) logs[i] = reader.ReadHalf();
        return new(field, EntryRhythm.Of(logs), resolution);
    }

    private static TypingSums ReadSample(BinaryReader reader)
    {
        var strokes = reader.Read7BitEncodedInt();
        var items = new TypingSums.Item[Count(reader, TypingFeature.Count)];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(items.AsSpan()));
        return Array.TrueForAll(items, item => item.Feature < TypingFeature.Count) ? TypingSums.Of(items, strokes) : throw new FormatException("A feature that is none.");
    }

    private static StrokeSample ReadStroke(BinaryReader reader)
    {
        var kind = (PointerKind)reader.ReadByte();
        var traits = ImmutableArray.CreateBuilder<Half>(StrokeTraits.Count);
        for (var i = 0; i < StrokeTraits.Count; i++) traits.Add(reader.ReadHalf());
        return new(kind, traits.MoveToImmutable());
    }

    private static ImmutableArray<T> Many<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var items = ImmutableArray.CreateBuilder<T>(Count(reader, MostItems));
        for (var i = items.Capacity; i > 0; i--) items.Add(read(reader));
        return items.MoveToImmutable();
    }

    private static int Count(BinaryReader reader, int most) =>
        reader.Read7BitEncodedInt() is var count && count >= 0 && count <= most ? count : throw new FormatException("A count that cannot be.");
}
