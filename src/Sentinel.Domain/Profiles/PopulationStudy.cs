using Sentinel.Domain.Features;
using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// Builds a <see cref="Population"/> from people's training samples. To calibrate scores, it learns a model from the first half of each
/// person's samples, and scores the second half of that person's and of others'. The background excludes the person: with more than
/// <see cref="Parts"/> people, the part of them that the person is in.
/// </summary>
public static class PopulationStudy
{
    /// <summary>Minimum number of people of a population.</summary>
    public const int MinPeople = 5;

    /// <summary>Minimum number of people of a background: one is left out to calibrate.</summary>
    private const int MinBackground = MinPeople - 1;

    /// <summary>Parts of the people that are left out of the background in turn.</summary>
    private const int Parts = 50;

    /// <summary>The most others who are scored by a person's model, evenly over all.</summary>
    private const int MostOthers = 100;

    private const int EntriesTogether = 5;

    /// <summary>
    /// Fewer strokes together make stronger evidence: more impostors are found, and more of people's own sittings challenged. With two, 5 %
    /// of the own sittings of the ten people of the population that ships are challenged (docs/models.md, "End to end").
    /// </summary>
    private const int StrokesTogether = 2;

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
                [.. people.Where(person => person.Any(sample => sample.Entries.Any()))],
                others => Text(others) is { } text ? new() { FixedText = text } : null,
                EntriesTogether,
                EntriesTogether,
                Scores
            ),
            FreeTextCalibration = Calibrate(
                [.. people.Where(person => person.Any(sample => sample.FreeText.Any())).Select(Grouped)],
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
        return typists.Length < MinBackground ? null : FixedTextBackground.OfAnyText(typists);
    }

    private static FreeTextBackground? FreeText(IReadOnlyList<IReadOnlyList<TrainingSample>> people)
    {
        var typists = people
            .Select(person => FreeTextSums.Merge(person.SelectMany(sample => sample.FreeText)))
            .Where(sums => sums.Times >= FreeTextProfile.MinTimes)
            .ToArray();
        return typists.Length < MinBackground ? null : FreeTextBackground.Of(typists);
    }

    private static PointerBackground? Pointer(IReadOnlyList<IReadOnlyList<TrainingSample>> people, PointerKind kind)
    {
        var movers = people.Select(person => person.SelectMany(sample => sample.Strokes).Where(stroke => stroke.Kind == kind).ToArray())
            .Where(strokes => strokes.Length >= PointerProfile.MinStrokes).ToArray();
        return movers.Length < MinBackground ? null : PointerBackground.Of(movers);
    }

    private static Calibration? CalibratePointer(
        IReadOnlyList<IReadOnlyList<TrainingSample>> people,
        PointerKind kind,
        Func<PointerBackground, Population> population
    ) =>
        Calibrate(
            [.. people.Where(person => person.Any(sample => sample.Strokes.Any(stroke => stroke.Kind == kind)))],
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
        foreach (var (left, others) in LeaveOut(people))
        {
            if (background(others) is not { } population) continue;
            var compared = Enumerable.Range(0, Math.Min(MostOthers, others.Length))
                .Select(i => others[i * others.Length / Math.Min(MostOthers, others.Length)]).ToArray();
            foreach (var person in left)
            {
                var baseline = Baseline.Learn(1, [.. person.Take(person.Count / 2)], population);
                if (!baseline.IsMature) continue;
                genuine.Add([.. score(baseline, person.Skip(person.Count / 2))]);
                impostor.AddRange(compared.Select(other => (IReadOnlyList<double>)[.. score(baseline, other.Skip(other.Count / 2))]));
            }
        }

        return Calibration.Fit(genuine, impostor, together, windows);
    }

    /// <summary>Each part of the people, with all who are not in it.</summary>
    public static IEnumerable<(T[] Left, T[] Others)> LeaveOut<T>(IReadOnlyList<T> people) =>
        Enumerable.Range(0, Math.Min(Parts, people.Count)).Select(part =>
            (people.Where((_, person) => person % Parts == part).ToArray(), people.Where((_, person) => person % Parts != part).ToArray()));

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
