using Sentinel.Domain.Features;
using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// Builds a <see cref="Population"/> from people's training samples. To calibrate scores, it learns a model from the first half of each
/// person's samples, and scores that person's second half and all others'. The background excludes the person.
/// </summary>
public static class PopulationStudy
{
    /// <summary>Minimum number of people of a population.</summary>
    public const int MinPeople = 5;

    private const int EntriesTogether = 5;
    private const int StrokesTogether = 10;
    private const int WindowsOfASample = FreeTextSums.SampleStrokes / StyleTrace.WindowStrokes;

    /// <param name="id">Identifies the statistics.</param>
    /// <param name="people">Each person's training samples, oldest first.</param>
    public static Population Of(string id, IReadOnlyList<IReadOnlyList<TrainingSample>> people) =>
        new()
        {
            Id = id,
            FixedText = Text(people),
            FreeText = FreeText(people),
            Mouse = Pointer(people, PointerKind.Mouse),
            Touch = Pointer(people, PointerKind.Touch),
            FixedTextCalibration = Calibrate(
                people,
                others => Text(others) is { } text ? new() { FixedText = text } : null,
                EntriesTogether,
                EntriesTogether,
                Scores
            ),
            FreeTextCalibration = Calibrate(
                [.. people.Select(Grouped)],
                others => FreeText(others) is { } freeText ? new() { FreeText = freeText } : null,
                1,
                WindowsOfASample,
                (baseline, samples) =>
                    baseline.FreeText is { } profile
                        ? samples
                            .SelectMany(sample => sample.FreeText)
                            .Where(sample => sample.Times > 0)
                            .Select(sample => profile.Normalised(profile.Score(sample)))
                        : []
            ),
            MouseCalibration = CalibratePointer(people, PointerKind.Mouse, mouse => new() { Mouse = mouse }),
            TouchCalibration = CalibratePointer(people, PointerKind.Touch, touch => new() { Touch = touch }),
        };

    /// <summary>Key groups only, which most sites send, and which are the weaker evidence.</summary>
    private static IReadOnlyList<TrainingSample> Grouped(IReadOnlyList<TrainingSample> samples) =>
        [.. samples.Select(sample => sample with { FreeText = [.. sample.FreeText.Select(sums => sums.Grouped())] })];

    private static FixedTextBackground? Text(IReadOnlyList<IReadOnlyList<TrainingSample>> people)
    {
        var typists = people.Select(person => person.SelectMany(sample => sample.Entries).Select(entry => entry.Rhythm!).ToArray())
            .Where(entries => entries.Length >= FixedTextTemplate.MinEntries).ToArray();
        return typists.Length < MinPeople ? null : FixedTextBackground.OfAnyText(typists);
    }

    private static FreeTextBackground? FreeText(IReadOnlyList<IReadOnlyList<TrainingSample>> people)
    {
        var typists = people
            .Select(person => FreeTextSums.Merge(person.SelectMany(sample => sample.FreeText)))
            .Where(sums => sums.Times >= FreeTextProfile.MinTimes)
            .ToArray();
        return typists.Length < MinPeople ? null : FreeTextBackground.Of(typists);
    }

    private static PointerBackground? Pointer(IReadOnlyList<IReadOnlyList<TrainingSample>> people, PointerKind kind)
    {
        var movers = people.Select(person => person.SelectMany(sample => sample.Strokes).Where(stroke => stroke.Kind == kind).ToArray())
            .Where(strokes => strokes.Length >= PointerProfile.MinStrokes).ToArray();
        return movers.Length < MinPeople ? null : PointerBackground.Of(movers);
    }

    private static Calibration? CalibratePointer(
        IReadOnlyList<IReadOnlyList<TrainingSample>> people,
        PointerKind kind,
        Func<PointerBackground, Population> population
    ) =>
        Calibrate(
            people,
            others => Pointer(others, kind) is { } background ? population(background) : null,
            StrokesTogether,
            StrokesTogether,
            (baseline, samples) =>
                baseline.Pointer(kind) is { } profile
                    ? samples.SelectMany(sample => sample.Strokes).Where(stroke => stroke.Kind == kind).Select(profile.Score)
                    : []
        );

    private static Calibration? Calibrate(
        IReadOnlyList<IReadOnlyList<TrainingSample>> people,
        Func<IReadOnlyList<IReadOnlyList<TrainingSample>>, Population?> background,
        int together,
        int windows,
        Func<Baseline, IEnumerable<TrainingSample>, IEnumerable<double>> score
    )
    {
        var (genuine, impostor) = (new List<IReadOnlyList<double>>(), new List<IReadOnlyList<double>>());
        for (var user = 0; user < people.Count; user++)
        {
            var others = people.Where((_, person) => person != user).ToArray();
            if (background(others) is not { } population) continue;
            var half = people[user].Count / 2;
            var baseline = Baseline.Learn(1, [.. people[user].Take(half)], population);
            if (!baseline.IsMature) continue;
            genuine.Add([.. score(baseline, people[user].Skip(half))]);
            impostor.AddRange(others.Select(other => (IReadOnlyList<double>)[.. score(baseline, other.Skip(other.Count / 2))]));
        }

        return Calibration.Fit(genuine, impostor, together, windows);
    }

    /// <summary>Scores entries of the same field only.</summary>
    private static IEnumerable<double> Scores(Baseline baseline, IEnumerable<TrainingSample> samples)
    {
        foreach (var (field, template) in baseline.Texts)
        {
            foreach (
                var score in samples
                    .SelectMany(sample => sample.Entries)
                    .Where(entry => entry.Field == field)
                    .Select(entry => template.Score(entry.Rhythm!) - template.Level)
            )
            {
                if (!double.IsNaN(score)) yield return score;
            }
        }
    }
}
