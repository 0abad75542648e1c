using Sentinel.Domain.Features;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// How people at large type a fixed text: what an entry is compared with, so that a rhythm that everybody has proves nobody. Of one text,
/// where its people have been measured; else of any text, where holds and intervals have one location and scale each. Learnt from what
/// people typed first: whoever types somebody else's text is not used to it.
/// </summary>
public sealed class FixedTextBackground
{
    /// <summary>Standard scores beyond it tell of pauses, not of how features move together.</summary>
    internal const double Outer = 4;

    /// <summary>ln(ms); no rhythm is steadier than timers and fingers allow.</summary>
    internal const double LeastScale = 0.03;

    private const double Shrinkage = 0.1;

    /// <summary>A sitting of each person's, the first.</summary>
    private const int FirstEntries = 50;

    /// <summary>Generated entries; their median score is known well enough.</summary>
    private const int Generated = 200;

    /// <summary>How much farther apart anything is than people are.</summary>
    private const double Anything = 4;

    private readonly double[] location;
    private readonly double[] scale;
    private readonly Whitening? whitening;

    private FixedTextBackground(double[] location, double[] scale, Whitening? whitening) =>
        (this.location, this.scale, this.whitening) = (location, scale, whitening);

    /// <summary>The median person's scale of each feature, ln(ms); null where it is not known of this text.</summary>
    internal double[]? WithinScale { get; private init; }

    /// <summary>How one person's features move together; null where it is not known of this text.</summary>
    internal double[,]? WithinCorrelation { get; private init; }

    /// <param name="hold">Of ln(hold) of any text: location and scale.</param>
    /// <param name="interval">Of ln(down to down) likewise.</param>
    public static FixedTextBackground OfAnyText((double Location, double Scale) hold, (double Location, double Scale) interval) =>
        new([hold.Location, interval.Location], [hold.Scale, interval.Scale], null);

    /// <summary>Of a background of any text: of holds and of intervals.</summary>
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

        return new([kinds[0].Location, kinds[1].Location], [kinds[0].Scale, kinds[1].Scale], null);
    }

    /// <summary>For one text that many people type, such as a pass phrase that a site gives to all.</summary>
    /// <param name="people">Their entries, all of the same length; of each the oldest first.</param>
    public static FixedTextBackground OfOneText(IReadOnlyCollection<IReadOnlyCollection<FixedTextRhythm>> people)
    {
        var features = people.First().First().Logs.Length;
        var first = people.SelectMany(entries => entries.Take(FirstEntries)).Select(entry => entry.Logs).ToArray();
        var (location, scale) = (new double[features], new double[features]);
        var within = new double[features];
        var residuals = new List<double[]>();
        foreach (var entries in people)
        {
            var own = Enumerable
                .Range(0, features)
                .Select(feature => Robust.Median(entries.Select(entry => entry.Logs[feature])))
                .ToArray();
            residuals.AddRange(entries.Select(entry => entry.Logs.Select((log, feature) => log - own[feature]).ToArray()));
        }

        for (var feature = 0; feature < features; feature++)
        {
            var values = first.Select(logs => logs[feature]).ToArray();
            location[feature] = Robust.Median(values);
            scale[feature] = Math.Max(LeastScale, Robust.Deviation(values, location[feature]));
            within[feature] = Math.Max(LeastScale, Robust.Deviation([.. residuals.Select(residual => residual[feature])], 0));
        }

        var scores = first.Select(logs => logs.Select((log, feature) => (log - location[feature]) / scale[feature]).ToArray()).ToArray();
        return new(location, scale, Whitening.Of(Whitening.Shrink(Whitening.Correlation(scores, Outer), Shrinkage)))
        {
            WithinScale = within,
            WithinCorrelation = Whitening.Correlation(
                [.. residuals.Select(residual => residual.Select((value, feature) => value / within[feature]).ToArray())],
                Outer
            ),
        };
    }

    /// <summary>Entries that anybody might type: features independent of each other, the same ones every time.</summary>
    internal IEnumerable<FixedTextRhythm> Strangers(int features)
    {
        var dice = new Random(1);
        for (var i = 0; i < Generated; i++)
            yield return FixedTextRhythm.OfLogs([
                .. Enumerable
                    .Range(0, features)
                    .Select(feature => location[Of(feature, features)] + (scale[Of(feature, features)] * Normal())),
            ]);

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble());
    }

    /// <summary>
    /// The entry's log density among people at large, up to a constant that the template's has too: the mean of the plain and the whitened
    /// view, and that of the reaches; neither lower than among people four times as far apart: what is unlike everybody is not the user
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
            var of = Of(i, features);
            scales[i] = scale[of];
            scores[i] = (entry.Logs[i] - location[of]) / scale[of];
            (far[i], farScales[i]) = (scores[i] / Anything, scale[of] * Anything);
        }

        var people = FixedTextDensity.Of(scores, scales, FixedTextDensity.LogScales.Of(scales), whitening);
        var anything = FixedTextDensity.Of(far, farScales, FixedTextDensity.LogScales.Of(farScales), null);
        return (Math.Max(anything.Plain, (people.Plain + people.Whitened) / 2), Math.Max(anything.Reach, people.Reach));
    }

    private int Of(int feature, int features) => location.Length == features ? feature : feature % location.Length;
}
