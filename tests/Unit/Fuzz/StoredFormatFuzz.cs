namespace Sentinel.Unit.Tests;

/// <summary>
/// Reads mutated bytes in every stored format. They are refused, or the value is usable and stable when written again. No other exception
/// is thrown, and memory stays bounded. Seeded. Readable bytes join the inputs, so that later ones go deeper.
/// </summary>
public sealed class StoredFormatFuzz
{
    private const int MaxInputs = 512;

    /// <summary>Bytes for reading and writing the input once.</summary>
    private const long MaxAllocated = 4 << 20;

    public static TheoryData<string, int> Targets => new()
    {
        { "session", 50_000 }, { "user", 60_000 }, { "audit", 50_000 }, { "sample", 20_000 }, { "baseline", 20_000 },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public void Read_WhenBytesAreNobodys_RefusesOrIsStable(string format, int inputs) => Run(format, inputs, 1);

    [Theory]
    [MemberData(nameof(Targets))]
    [Trait("Category", "Long")]
    public void Read_WhenThirtyTimesAsManyBytesAreNobodys_RefusesOrIsStable(string format, int inputs) => Run(format, 30 * inputs, 2);

    private static void Run(string name, int inputs, int seed)
    {
        var format = StoredFormats.All[name]();
        foreach (var example in format.Examples) Assert.Equal(format.Sealed(example), format.Again(format.Sealed(example)));
        var dice = new Random(seed);
        var mutator = new ByteMutator(dice);
        List<byte[]> kept = [.. format.Examples];
        var read = 0;
        for (var i = 0; i < inputs; i++)
        {
            var input = dice.Next(50) == 0 ? Noise(dice) : mutator.Mutate(kept[dice.Next(kept.Count)], kept);
            // Most inputs get a valid checksum, so that the fields behind it are read.
            var bytes = dice.Next(20) == 0 ? input : format.Sealed(input);
            if (Again(format, bytes, name, seed, i) is not { } again) continue;
            read++;
            Assert.True(
                again.AsSpan().SequenceEqual(Again(format, again, name, seed, i)),
                $"{name}, seed {seed}, input {i} is not written the same again: {Convert.ToHexString(bytes)}"
            );
            if (kept.Count < MaxInputs)
                kept.Add(format.Payload(again));
            else
                kept[dice.Next(format.Examples.Count, kept.Count)] = format.Payload(again);
        }

        Assert.InRange(read, inputs / 200, inputs - (inputs / 20));
    }

    private static byte[]? Again(StoredFormat format, byte[] bytes, string name, int seed, int index)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        byte[]? again;
        try
        {
            again = format.Again(bytes);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{name}, seed {seed}, input {index}: {Convert.ToHexString(bytes)}", e);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocated);
        return again;
    }

    private static byte[] Noise(Random dice)
    {
        var bytes = new byte[dice.Next(300)];
        dice.NextBytes(bytes);
        return bytes;
    }
}
