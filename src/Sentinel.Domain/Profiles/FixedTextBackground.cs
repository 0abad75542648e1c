using Sentinel.Domain.Features;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// How people at large type a fixed text: what an entry is compared with, so that a rhythm that everybody has proves nobody. Holds and
/// intervals have one location and scale each, of whatever text. Learned from what people typed first, because nobody is used to somebody
/// else's text.
/// </summary>
public sealed class FixedTextBackground
{
    /// <summary>Standard scores beyond it tell of pauses, not of how features move together.</summary>
    internal const double Outer = 4;

    /// <summary>ln(ms); no rhythm is steadier than timers and fingers allow.</summary>
    internal const double LeastScale = 0.03;

    /// <summary>A sitting of each person's, the first.</summary>
    private const int FirstEntries = 50;

    /// <summary>Generated entries; their median score is known well enough.</summary>
    private const int Generated = 200;

    /// <summary>How much farther apart anything is than people are.</summary>
    private const double Anything = 4;

    private readonly double[] location;
    private readonly double[] scale;

    private FixedTextBackground(double[] location, double[] scale) => (this.location, this.scale) = (location, scale);

    /// <param name="hold">Of ln(hold) of any text: location and scale.</param>
    /// <param name="interval">Of ln(down to down) likewise.</param>
    public static FixedTextBackground OfAnyText((double Location, double Scale) hold, (double Location, double Scale) interval) =>
        new([hold.Location, interval.Location], [hold.Scale, interval.Scale]);

    /// <summary>Of holds and of intervals.</summary>
    public IReadOnlyList<(double Location, double Scale)> Kinds => [.. location.Zip(scale)];

    /// <summary>For texts of which only their own user is known.</summary>
    /// <param name="people">Entries of people who typed whatever text, at least two; of each the oldest first.</param>
    public static FixedTextBackground OfAnyText(IReadOnlyCollection<IReadOnlyCollection<FixedTextRhythm>> people)
    {
        var kinds = new (double Location, double Scale)[2];
        for (var kind = 0; kind < 2; kind++)
        {
            var values = people
                .SelectMany(entries => entries.Take(FirstEntries))
                .SelectMany(entry => entry.Logs.Where((_, feature) => feature % 2 == kind))
                .ToArray();
            var middle = Robust.Median(values);
            kinds[kind] = (middle, Robust.Deviation(values, middle));
        }

        return new([kinds[0].Location, kinds[1].Location], [kinds[0].Scale, kinds[1].Scale]);
    }

    /// <summary>Entries that anybody might type: features independent of each other, the same ones every time.</summary>
    internal IEnumerable<FixedTextRhythm> Strangers(int features)
    {
        var dice = new Random(1);
        for (var i = 0; i < Generated; i++)
            yield return FixedTextRhythm.OfLogs([
                .. Enumerable
                    .Range(0, features)
                    .Select(feature => location[feature % 2] + (scale[feature % 2] * Normal())),
            ]);

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble());
    }

    /// <summary>
    /// The entry's log density among people at large, up to a constant that the template's has too: of its features, and of the reaches;
    /// neither lower than among people four times as far apart: what is unlike everybody is not the user
    /// either.
    /// </summary>
    internal (double Features, double Reaches) LogDensity(FixedTextRhythm entry)
    {
        var features = entry.Logs.Length;
        Span<double> scores = stackalloc double[features],
            scales = stackalloc double[features],
            far = stackalloc double[features],
            farScales = stackalloc double[features];
        for (var i = 0; i < features; i++)
        {
            scales[i] = scale[i % 2];
            scores[i] = (entry.Logs[i] - location[i % 2]) / scales[i];
            (far[i], farScales[i]) = (scores[i] / Anything, scales[i] * Anything);
        }

        var people = FixedTextDensity.Of(scores, scales, FixedTextDensity.LogScales.Of(scales), null);
        var anything = FixedTextDensity.Of(far, farScales, FixedTextDensity.LogScales.Of(farScales), null);
        return (Math.Max(anything.Plain, people.Plain), Math.Max(anything.Reach, people.Reach));
    }
}
