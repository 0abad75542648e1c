using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Unit.Tests;

/// <summary>Generated people who type, write and point; their population; and the baseline of one person outside it.</summary>
internal static class Crowd
{
    public const ulong Password = 7;

    private const int Sittings = 20;

    public static readonly Population Population = PopulationStudy.Of("crowd", [.. Enumerable.Range(100, 8).Select(TrainingSamples)]);

    /// <summary>The baseline of the person with seed 1.</summary>
    public static readonly Baseline Known = Baseline.Learn(1, TrainingSamples(1), Population);

    /// <summary>The person's training samples.</summary>
    public static IReadOnlyList<TrainingSample> TrainingSamples(int seed) => [.. Life(seed).Take(Sittings)];

    /// <summary>The training samples that follow those.</summary>
    public static IReadOnlyList<TrainingSample> LaterTrainingSamples(int seed) => [.. Life(seed).Skip(Sittings).Take(Sittings)];

    private static IEnumerable<TrainingSample> Life(int seed)
    {
        var (typist, writer, mover) = (new Typist(seed), new Writer(seed), new Mover(seed));
        while (true)
        {
            yield return new()
            {
                Entries = [.. typist.Entries(4).Select(entry => new FixedTextWindow(Password, entry, 1))],
                FreeText = [Sample(writer)],
                Strokes = [.. mover.Kept(20)],
            };
        }
    }

    public static FreeTextSums Sample(Writer writer)
    {
        var strokes = writer.Strokes(FreeTextSums.SampleStrokes).ToArray();
        var sums = FreeTextSums.Of(FreeTextSums.Of(FreeTextTime.Of(strokes)).Items, FreeTextSums.SampleStrokes);
        return Stretch.Of(strokes[..^1]) is { } style ? sums.With(style) : sums;
    }
}
