using Sentinel.Domain.Features;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// How one person types one fixed text: a robust location and scale for each feature, and the correlation of features. Later entries count
/// more, because rhythms settle. About 1.1 KB for eleven key strokes, for any number of entries. Immutable.
/// </summary>
public sealed class FixedTextTemplate
{
    /// <summary>Minimum number of entries of a template.</summary>
    public const int MinEntries = 8;

    /// <summary>Number of entries after which the weight for the location falls by a factor of e.</summary>
    private const double Recency = 20;

    private const double TowardsDiagonal = 0.3;

    /// <summary>The last entries, which determine the level of the person's scores.</summary>
    private const int Recent = 60;

    /// <summary>The last entries, which determine the text's length.</summary>
    private const int Latest = 20;

    /// <summary>Entries scored by one template of the entries before them.</summary>
    private const int Block = 10;

    private const double Accepted = 0.95;

    private const double Usual = 0.8;

    /// <summary>
    /// How far the level moves from the person's scores towards those of people at large: a person with a common rhythm is harder to
    /// recognise.
    /// </summary>
    private const double TowardsOthers = 0.3;

    /// <summary>
    /// Maximum nats per feature that the whitened view gives for the person. Features of a drifting rhythm are correlated; with clamped
    /// scores, the view would accept anything far away in that direction.
    /// </summary>
    private const double MaxVerified = 0.75;

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

    /// <summary>The number of entries that it was learned from.</summary>
    public int Entries { get; internal set; }

    /// <summary>
    /// 0.3 of the way from the median of the person's recent scores, nats per feature, to that of people at large; without a background,
    /// the former. Scores minus the level are comparable between people.
    /// </summary>
    public double Level { get; internal set; }

    /// <summary>
    /// The 95 % quantile of the scores of the person's recent entries: unverified entries above it are not used for training.
    /// </summary>
    public double TrainsBelow { get; internal set; }

    /// <summary>The 80 % quantile of those scores. Known only after learning; not stored.</summary>
    internal double Typical { get; private set; }

    /// <summary>The stored size in bytes.</summary>
    public int Bytes => ((location.Length + scale.Length) * sizeof(float)) + whitening.Bytes + (2 * sizeof(double)) + sizeof(int);

    /// <param name="entries">The entries, oldest first. Entries of another length than most of the last ones are left out.</param>
    /// <param name="background">The background; null for none. The score then measures only how unlike the person an entry is.</param>
    /// <returns>The template; null while there are too few entries.</returns>
    public static FixedTextTemplate? Learn(IReadOnlyList<FixedTextRhythm> entries, FixedTextBackground? background)
    {
        var length = entries.TakeLast(Latest).Reverse().GroupBy(entry => entry.Logs.Length).MaxBy(group => group.Count())?.Key;
        var same = entries.Where(entry => entry.Logs.Length == length).ToArray();
        if (same.Length < MinEntries) return null;
        var template = Fit(same, background);
        var scores = OwnScores(same, template);
        template.Entries = same.Length;
        template.Level = scores[scores.Length / 2];
        if (background is not null)
        {
            var others = Robust.Median(background.OtherPeople(length!.Value).Select(template.Score));
            template.Level += TowardsOthers * (others - template.Level);
        }

        template.Typical = scores[(int)(Usual * (scores.Length - 1))];
        template.TrainsBelow = scores[(int)(Accepted * (scores.Length - 1))];
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
    /// The person's recent scores, lowest first, each by a template without that entry, because a template scores its own entries too well.
    /// With too few entries, each is scored by a template of the others.
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
    /// The log-likelihood ratio of people at large against this person, nats per feature; higher is worse. NaN for another length.
    /// </summary>
    public double Score(FixedTextRhythm entry)
    {
        if (entry.Logs.Length != location.Length) return double.NaN;
        Span<double> scores = stackalloc double[location.Length];
        for (var i = 0; i < scores.Length; i++) scores[i] = (entry.Logs[i] - location[i]) / scale[i];
        var own = FixedTextDensity.Of(scores, scales, logScales, whitening);
        if (background is null) return -(own.Plain + own.Whitened + own.Reach) / 2 / location.Length;
        var (features, reaches) = background.LogDensity(entry);
        return (features - own.Plain + Math.Max(features - own.Whitened, -MaxVerified * location.Length) + reaches - own.Reach)
            / 2
            / location.Length;
    }
}
