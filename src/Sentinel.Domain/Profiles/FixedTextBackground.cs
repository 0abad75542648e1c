using Sentinel.Domain.Features;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// How people at large type a fixed text. Entries are compared with it, so that a common rhythm is no evidence for the user. Holds and
/// intervals have one location and scale each, for any text. Learned from people's first entries, because an impostor is not used to the
/// text.
/// </summary>
public sealed class FixedTextBackground
{
    /// <summary>Standard scores beyond it are pauses and are not used for the correlation.</summary>
    internal const double Outer = 4;

    /// <summary>ln(ms); the smallest scale that timers and fingers allow.</summary>
    internal const double LeastScale = 0.03;

    /// <summary>Entries of each person's first sitting.</summary>
    private const int FirstEntries = 50;

    /// <summary>Generated entries, enough for a good estimate of the median score.</summary>
    private const int Generated = 200;

    /// <summary>Factor by which arbitrary input is more widely spread than people's.</summary>
    private const double Anything = 4;

    private readonly double[] location;
    private readonly double[] scale;

    private FixedTextBackground(double[] location, double[] scale) => (this.location, this.scale) = (location, scale);

    /// <param name="hold">Location and scale of ln(hold) for any text.</param>
    /// <param name="interval">Location and scale of ln(interval) for any text.</param>
    public static FixedTextBackground OfAnyText((double Location, double Scale) hold, (double Location, double Scale) interval) =>
        new([hold.Location, interval.Location], [hold.Scale, interval.Scale]);

    /// <summary>Location and scale of holds and of intervals.</summary>
    public IReadOnlyList<(double Location, double Scale)> Kinds => [.. location.Zip(scale)];

    /// <summary>Learns from entries of different texts.</summary>
    /// <param name="people">Entries of at least two people who typed any text; of each, oldest first.</param>
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

    /// <summary>Generates entries of people at large, with independent features. Deterministic.</summary>
    internal IEnumerable<FixedTextRhythm> OtherPeople(int features)
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
    /// The entry's log densities among people at large, for its features and its reaches, up to the template's constant. Neither is lower
    /// than among people four times as widely spread: input unlike everyone's is not the user's either.
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
