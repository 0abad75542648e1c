using Sentinel.Domain.Features;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// The style in which one person types: the mean direction of the styles of their samples, of a hundred key strokes each. Immutable;
/// constant in size.
/// </summary>
/// <param name="Direction">The mean direction.</param>
/// <param name="Samples">The number of samples, at most <see cref="MostSamples"/>.</param>
public sealed record StyleProfile(TypingStyle Direction, int Samples)
{
    public const int MostSamples = byte.MaxValue;

    /// <returns>The profile; null if there are no styles, or if they point in all directions.</returns>
    public static StyleProfile? Learn(IEnumerable<TypingStyle?> styles)
    {
        var (sums, samples) = (new float[StyleNet.Units], 0);
        foreach (var style in styles.OfType<TypingStyle>())
        {
            samples++;
            for (var i = 0; i < sums.Length; i++)
                sums[i] += style[i];
        }

        return samples > 0 && TypingStyle.Of(sums) is { IsSound: true } direction ? new(direction, Math.Min(samples, MostSamples)) : null;
    }

    /// <summary>What a stretch of typing says: nats for an impostor, negative for the person.</summary>
    /// <param name="style">Its style.</param>
    /// <param name="strokes">Its key strokes, a window of <see cref="StyleTrace.WindowStrokes"/> at least.</param>
    /// <param name="net">The net that the styles are of.</param>
    public double Nats(in TypingStyle style, int strokes, StyleNet net) =>
        net.CalibrationOf(Samples, strokes).At(-Direction.Likeness(style));
}
