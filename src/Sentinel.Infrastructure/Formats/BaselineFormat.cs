using System.IO.Hashing;
using System.Runtime.InteropServices;
using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Infrastructure.Formats;

/// <summary>A baseline as bytes: format, version, population id, the numbers of each model, checksum. At most 16 KiB.</summary>
public static class BaselineFormat
{
    private const byte Format = 3;

    /// <summary>ln(ms); no location, scale or correlation is larger. Scores of damaged numbers beyond it could be no numbers.</summary>
    private const float Largest = 100;

    private const float LeastScale = 1e-6f;

    [Flags]
    private enum Parts : byte
    {
        None = 0,
        FreeText = 1,
        Mouse = 2,
        Touch = 4,
        Style = 8,
    }

    public static byte[] Write(Baseline baseline)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Format);
        writer.Write7BitEncodedInt(baseline.Version);
        writer.Write(baseline.Population.Id);
        writer.Write((byte)baseline.Texts.Length);
        foreach (var (field, template) in baseline.Texts)
        {
            writer.Write(field);
            writer.Write7BitEncodedInt(template.Entries);
            writer.Write((byte)template.Location.Length);
            Write(writer, template.Location);
            Write(writer, template.Scale);
            Write(writer, template.Whitening.Factor);
            writer.Write(template.Level);
            writer.Write(template.TrainsBelow);
        }

        writer.Write(
            (byte)(
                (baseline.FreeText is null ? 0 : Parts.FreeText)
                | (baseline.Mouse is null ? 0 : Parts.Mouse)
                | (baseline.Touch is null ? 0 : Parts.Touch)
                | (baseline.Style is null ? 0 : Parts.Style)
            )
        );
        if (baseline.FreeText is { } freeText)
        {
            Write(writer, freeText.Location);
            Write(writer, freeText.Scale);
            writer.Write(freeText.Own);
            writer.Write(freeText.Others);
        }

        foreach (var pointer in new[] { baseline.Mouse, baseline.Touch })
        {
            if (pointer is null) continue;
            writer.Write7BitEncodedInt(pointer.Strokes);
            Write(writer, pointer.Weights);
            writer.Write(pointer.Middle);
        }

        if (baseline.Style is { } style)
        {
            writer.Write(StyleNet.Shipped.Id);
            writer.Write((byte)style.Samples);
            StyleFormat.Write(writer, style.Direction);
        }

        writer.Flush();
        writer.Write(XxHash32.HashToUInt32(bytes.ToArray()));
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Null if the bytes are damaged, of another format, or trained against another population.</summary>
    public static Baseline? Read(byte[] bytes, Population population)
    {
        if (
            bytes.Length < sizeof(uint)
            || XxHash32.HashToUInt32(bytes.AsSpan()[..^sizeof(uint)]) != MemoryMarshal.Read<uint>(bytes.AsSpan()[^sizeof(uint)..])
        )
            return null;
        using var reader = new BinaryReader(new MemoryStream(bytes, 0, bytes.Length - sizeof(uint)));
        try
        {
            return Read(reader, population);
        }
        catch (Exception damaged) when (damaged is IOException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static Baseline? Read(BinaryReader reader, Population population)
    {
        if (reader.ReadByte() != Format) return null;
        var version = reader.Read7BitEncodedInt();
        if (reader.ReadString() != population.Id) return null;
        var texts = new (ulong, FixedTextTemplate)[Among(reader.ReadByte(), Baseline.MaxTexts)];
        for (var i = 0; i < texts.Length; i++) texts[i] = (reader.ReadUInt64(), ReadTemplate(reader, population.FixedText));
        var parts = (Parts)Among(reader.ReadByte(), (int)(Parts.FreeText | Parts.Mouse | Parts.Touch | Parts.Style));
        var baseline = new Baseline(version, population)
        {
            Texts = [.. texts],
            FreeText = parts.HasFlag(Parts.FreeText) ? ReadTyping(reader, Known(population.FreeText)) : null,
            Mouse = parts.HasFlag(Parts.Mouse) ? ReadPointer(reader, Known(population.Mouse)) : null,
            Touch = parts.HasFlag(Parts.Touch) ? ReadPointer(reader, Known(population.Touch)) : null,
            Style = parts.HasFlag(Parts.Style) ? ReadStyle(reader) : null,
        };
        return version > 0 && reader.BaseStream.Position == reader.BaseStream.Length ? baseline : null;
    }

    private static FixedTextTemplate ReadTemplate(BinaryReader reader, FixedTextBackground? background)
    {
        var entries = Count(reader);
        var features = Among(reader.ReadByte(), (2 * FixedTextRhythm.MaxStrokes) - 1);
        var (location, scale) = (Bounded(reader, features), Scales(reader, features));
        var whitening = Whitening.OfFactor(features, Bounded(reader, features * (features + 1) / 2));
        if (features % 2 == 0 || !whitening.IsSound)
            throw new FormatException("A template that cannot be.");
        return new(location, scale, whitening, background)
        {
            Entries = entries,
            Level = Finite(reader.ReadDouble()),
            TrainsBelow = Finite(reader.ReadDouble()),
        };
    }

    private static FreeTextProfile ReadTyping(BinaryReader reader, FreeTextBackground background) =>
        new(Bounded(reader, FreeTextFeature.Count), Scales(reader, FreeTextFeature.Count), background)
        {
            Own = (float)Finite(reader.ReadSingle()),
            Others = (float)Finite(reader.ReadSingle()),
        };

    /// <summary>Null if it is of another net.</summary>
    private static StyleProfile? ReadStyle(BinaryReader reader)
    {
        var (net, samples, direction) = (reader.ReadUInt32(), reader.ReadByte(), StyleFormat.Read(reader));
        if (samples == 0)
            throw new FormatException("A style without samples.");
        return net == StyleNet.Shipped.Id ? new(direction, samples) : null;
    }

    private static PointerProfile ReadPointer(BinaryReader reader, PointerBackground background)
    {
        var strokes = Count(reader);
        return new(background, Floats(reader, PointerBackground.Width), Finite(reader.ReadDouble()), strokes);
    }

    private static int Count(BinaryReader reader) =>
        reader.Read7BitEncodedInt() is var count and > 0 ? count : throw new FormatException("A count that cannot be.");

    private static void Write(BinaryWriter writer, ReadOnlySpan<float> numbers) => writer.Write(MemoryMarshal.AsBytes(numbers));

    private static float[] Floats(BinaryReader reader, int count)
    {
        var numbers = new float[count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(numbers.AsSpan()));
        return Array.TrueForAll(numbers, float.IsFinite) ? numbers : throw new FormatException("A number that is none.");
    }

    private static float[] Bounded(BinaryReader reader, int count) =>
        Floats(reader, count) is var numbers && Array.TrueForAll(numbers, number => Math.Abs(number) <= Largest)
            ? numbers
            : throw new FormatException("A number that cannot be.");

    /// <summary>Divisors, so all must be positive.</summary>
    private static float[] Scales(BinaryReader reader, int count) =>
        Bounded(reader, count) is var scales && Array.TrueForAll(scales, scale => scale >= LeastScale)
            ? scales
            : throw new FormatException("A scale that cannot be.");

    private static double Finite(double number) => double.IsFinite(number) ? number : throw new FormatException("A number that is none.");

    private static int Among(int count, int most) => count <= most ? count : throw new FormatException("A count that cannot be.");

    private static T Known<T>(T? background)
        where T : class => background ?? throw new FormatException("A model that the population does not have.");
}
