using Sentinel.Domain.Features;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// How people at large type a fixed text: what an entry is compared with, so that a rhythm that everybody has proves nobody. Of one text, where
/// its people have been measured; else of any text, where holds and intervals have one location and scale each.
/// </summary>
public sealed class TextBackground
{
    /// <summary>Standard scores beyond it tell of pauses, not of how features move together.</summary>
    internal const double Outer = 4;

    /// <summary>ln(ms); no rhythm is steadier than timers and fingers allow.</summary>
    internal const double LeastScale = 0.03;

    private const double Shrinkage = 0.1;

    /// <summary>How much farther apart anything is than people are.</summary>
    private const double Anything = 4;

    private readonly double[] location;
    private readonly double[] scale;
    private readonly Whitening? whitening;

    private TextBackground(double[] location, double[] scale, Whitening? whitening) => (this.location, this.scale, this.whitening) = (location, scale, whitening);

    /// <summary>The median person's scale of each feature, ln(ms); null where it is not known of this text.</summary>
    internal double[]? WithinScale { get; private init; }

    /// <summary>How one person's features move together; null where it is not known of this text.</summary>
    internal double[,]? WithinCorrelation { get; private init; }

    /// <param name="hold">Of ln(hold) of any text: location and scale.</param>
    /// <param name="interval">Of ln(down to down) likewise.</param>
    public static TextBackground OfAnyText((double Location, double Scale) hold, (double Location, double Scale) interval) =>
        new([hold.Location, interval.Location], [hold.Scale, interval.Scale], null);

    /// <summary>Of a background of any text: of holds and of intervals.</summary>
    public IReadOnlyList<(double Location, double Scale)> Kinds => [.. location.Zip(scale)];

    /// <summary>For texts of which only their own user is known.</summary>
    /// <param name="people">Entries of people who typed whatever text, at least two.</param>
    public static TextBackground OfAnyText(IReadOnlyCollection<IReadOnlyCollection<EntryRhythm>> people)
    {
        var kinds = new (double Location, double Scale)[2];
        for (var kind = 0; kind < 2; kind++)
        {
            var values = people.SelectMany(entries => entries).SelectMany(entry => entry.Logs.Where((_, feature) => feature % 2 == kind)).ToArray();
            var middle = Robust.Median(values);
            kinds[kind] = (middle, Robust.Deviation(values, middle));
        }

        return new([kinds[0].Location, kinds[1].Location], [kinds[0].Scale, kinds[1].Scale], null);
    }

    /// <summary>For one text that many people type, such as a pass phrase that a site gives to all.</summary>
    /// <param name="people">Their entries, all of the same length.</param>
    public static TextBackground OfOneText(IReadOnlyCollection<IReadOnlyCollection<EntryRhythm>> people)
    {
        var features = people.First().First().Logs.Length;
        var all = people.SelectMany(entries => entries).Select(entry => entry.Logs).ToArray();
        var (location, scale) = (new double[features], new double[features]);
        var within = new double[features];
        var residuals = new List<double[]>();
        foreach (var entries in people)
        {
            var own = Enumerable.Range(0, features).Select(feature => Robust.Median(entries.Select(entry => entry.Logs[feature]))).ToArray();
            residuals.AddRange(entries.Select(entry => entry.Logs.Select((log, feature) => log - own[feature]).ToArray()));
        }

        for (var feature = 0; feature < features; feature++)
        {
            var values = all.Select(logs => logs[feature]).ToArray();
            location[feature] = Robust.Median(values);
            scale[feature] = Math.Max(LeastScale, Robust.Deviation(values, location[feature]));
            within[feature] = Math.Max(LeastScale, Robust.Deviation([.. residuals.Select(residual => residual[feature])], 0));
        }

        var scores = all.Select(logs => logs.Select((log, feature) => (log - location[feature]) / scale[feature]).ToArray()).ToArray();
        return new(location, scale, Whitening.Of(Whitening.Shrink(Whitening.Correlation(scores, Outer), Shrinkage)))
        {
            WithinScale = within,
            WithinCorrelation = Whitening.Correlation([.. residuals.Select(residual => residual.Select((value, feature) => value / within[feature]).ToArray())], Outer),
        };
    }

    /// <summary>
    /// The entry's log density among people at large, up to a constant that the template's has too; no lower than among people four times as far apart: what is unlike
    /// everybody is not the user either.
    /// </summary>
    internal double LogDensity(EntryRhythm entry)
    {
        Span<double> scores = stackalloc double[entry.Logs.Length];
        var (logScales, anything) = (0.0, 0.0);
        for (var i = 0; i < scores.Length; i++)
        {
            var of = location.Length == scores.Length ? i : i % location.Length;
            scores[i] = (entry.Logs[i] - location[of]) / scale[of];
            logScales += Math.Log(scale[of]);
            var far = scores[i] / Anything;
            anything -= Math.Log(1 + (far * far)) + Math.Log(Anything * scale[of]);
        }

        var (plain, whitened) = TextDensity.Of(scores, logScales, whitening);
        return Math.Max(anything, (plain + whitened) / 2);
    }
}
