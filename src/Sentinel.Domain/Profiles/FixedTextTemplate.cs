using Sentinel.Domain.Features;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// How one person types one fixed text: a robust location and scale for each feature, the later entries counting more since rhythms
/// settle, and how the features move together. About 1.1 KB for eleven strokes, whatever the number of entries. Immutable.
/// </summary>
public sealed class FixedTextTemplate
{
    /// <summary>Fewer entries are no template: it would say nothing.</summary>
    public const int MinEntries = 8;

    /// <summary>Entries after which one counts e times less for the location.</summary>
    private const double Recency = 20;

    private const double TowardsDiagonal = 0.3;

    /// <summary>The last entries, from which the level of the person's own scores is taken.</summary>
    private const int Recent = 60;

    /// <summary>The last entries, which say how long the text is.</summary>
    private const int Latest = 20;

    /// <summary>Entries that are scored by one template of those before them.</summary>
    private const int Block = 10;

    private const double Accepted = 0.95;

    private const double Usual = 0.8;

    /// <summary>
    /// How far the level lies from the person's own scores towards those of anybody: who types as most do is told from fewer, and by less.
    /// </summary>
    private const double TowardsAnybody = 0.3;

    /// <summary>
    /// Nats a feature that the whitened view may speak for the person. Features of a rhythm that drifts move together, and where scores are
    /// drawn in it would take whatever is far away in that direction for the person's.
    /// </summary>
    private const double MaxVouched = 0.75;

    private readonly float[] location;
    private readonly float[] scale;
    private readonly double[] scales;
    private readonly FixedTextDensity.LogScales logScales;
    private readonly Whitening whitening;
    private readonly FixedTextBackground? background;

    internal FixedTextTemplate(float[] location, float[] scale, Whitening whitening, FixedTextBackground? background)
    {
        (this.location, this.scale, this.whitening, this.background) = (location, scale, whitening, background);
        scales = [.. scale.Select(value => (double)value)];
        logScales = FixedTextDensity.LogScales.Of(scales);
    }

    internal ReadOnlySpan<float> Location => location;

    internal ReadOnlySpan<float> Scale => scale;

    internal Whitening Whitening => whitening;

    public int Strokes => (location.Length + 1) / 2;

    /// <summary>
    /// Three tenths of the way from the median of the person's own recent scores, nats a feature, to that of entries that anybody might
    /// type: subtracting it lets one threshold serve everybody. Where there is nobody to compare with, the former.
    /// </summary>
    public double Level { get; internal set; }

    /// <summary>The score below which nineteen of twenty of the person's own recent entries lie: only those may teach.</summary>
    public double TeachesBelow { get; internal set; }

    /// <summary>The score below which four of five lie. Known where it was learnt, and not stored.</summary>
    internal double Typical { get; private set; }

    /// <summary>What has to be stored of it.</summary>
    public int Bytes => ((location.Length + scale.Length) * sizeof(float)) + whitening.Bytes + (2 * sizeof(float));

    /// <param name="entries">Oldest first; those of another length than most of the last ones are left out.</param>
    /// <param name="background">
    /// Null compares with nobody: the score then says how unlike the person an entry is, not how like anybody else.
    /// </param>
    /// <returns>Null while there are too few.</returns>
    public static FixedTextTemplate? Learn(IReadOnlyList<FixedTextRhythm> entries, FixedTextBackground? background)
    {
        var length = entries.TakeLast(Latest).Reverse().GroupBy(entry => entry.Logs.Length).MaxBy(group => group.Count())?.Key;
        var same = entries.Where(entry => entry.Logs.Length == length).ToArray();
        if (same.Length < MinEntries) return null;
        var template = Fit(same, background);
        var scores = OwnScores(same, template);
        template.Level = scores[scores.Length / 2];
        if (background is not null)
            template.Level += TowardsAnybody * (Robust.Median(background.Strangers(length!.Value).Select(template.Score)) - template.Level);
        template.Typical = scores[(int)(Usual * (scores.Length - 1))];
        template.TeachesBelow = scores[(int)(Accepted * (scores.Length - 1))];
        return template;
    }

    private static FixedTextTemplate Fit(FixedTextRhythm[] same, FixedTextBackground? background)
    {
        var features = same[0].Logs.Length;
        var (location, scale) = (new float[features], new float[features]);
        var middles = new double[features];
        for (var feature = 0; feature < features; feature++)
        {
            var values = same.Select(entry => entry.Logs[feature]).ToArray();
            middles[feature] = Robust.Median(values);
            var own = Robust.Deviation(values, middles[feature]);
            scale[feature] = (float)Math.Max(FixedTextBackground.LeastScale, own);
            location[feature] = (float)Robust.Median(values.Select((value, i) => (value, Math.Exp((i + 1 - values.Length) / Recency))));
        }

        var scores = same.Select(entry => entry.Logs.Select((log, feature) => (log - location[feature]) / scale[feature]).ToArray())
            .ToArray();
        var correlation = Whitening.Shrink(Whitening.Correlation(scores, FixedTextBackground.Outer), TowardsDiagonal);
        return new(location, scale, Whitening.Of(correlation), background);
    }

    /// <summary>
    /// The person's recent scores, lowest first, each under a template that had not seen the entry: a template flatters what it was fitted
    /// to. Of too few entries for that, each is scored by a template of the others.
    /// </summary>
    private static double[] OwnScores(FixedTextRhythm[] same, FixedTextTemplate template)
    {
        var scores = new List<double>();
        for (var from = Math.Max(MinEntries, same.Length - Recent); from < same.Length; from += Block)
        {
            var before = Fit(same[..from], template.background);
            scores.AddRange(same.Skip(from).Take(Block).Select(before.Score));
        }

        if (scores.Count < Block)
            scores = [.. same.Select((entry, left) => Fit([.. same.Where((_, i) => i != left)], template.background).Score(entry))];
        return [.. scores.Order()];
    }

    /// <summary>
    /// How much likelier the entry is under anybody than under this person, nats a feature; higher is worse. NaN for another length.
    /// </summary>
    public double Score(FixedTextRhythm entry)
    {
        if (entry.Logs.Length != location.Length) return double.NaN;
        Span<double> scores = stackalloc double[location.Length];
        for (var i = 0; i < scores.Length; i++) scores[i] = (entry.Logs[i] - location[i]) / scale[i];
        var own = FixedTextDensity.Of(scores, scales, logScales, whitening);
        if (background is null) return -(own.Plain + own.Whitened + own.Reach) / 2 / location.Length;
        var (features, reaches) = background.LogDensity(entry);
        return (features - own.Plain + Math.Max(features - own.Whitened, -MaxVouched * location.Length) + reaches - own.Reach)
            / 2
            / location.Length;
    }
}
