using Sentinel.Domain.Features;
using Sentinel.Simulation;

namespace Sentinel.Train;

/// <summary>
/// What a hand, a device and a browser do to a movement, at random: gain, pace, a tremor, a mirrored screen, the sampling, page zoom and
/// the timer. People and bots are distorted alike, so that the net learns none of it.
/// </summary>
internal static class PointerDistortion
{
    /// <summary>What may be left out.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["gains", "paces", "sampling", "zooms", "timers"];

    /// <param name="samples">The movement.</param>
    /// <param name="leftOut">One of <see cref="Kinds"/> that is not done; anything else for none.</param>
    /// <param name="dice">The seed.</param>
    public static (IReadOnlyList<PointerSample> Samples, Precision Precision) Apply(
        IReadOnlyList<PointerSample> samples, string leftOut, Dice dice)
    {
        if (samples.Count == 0)
            return (samples, new(1, 1));
        var gain = leftOut != "gains" && dice.Chance(0.5) ? Math.Exp(dice.Between(Math.Log(0.25), Math.Log(3))) : 1;
        var tremor = leftOut != "paces" && dice.Chance(0.1) ? dice.LogNormal(5, 0.9) : 0;
        var (hz, phase) = (dice.Between(3, 12), dice.Between(0, 2 * Math.PI));
        var (slant, later) = (dice.Between(0.3, 1), dice.Between(0, 0.7));
        var slowness = leftOut != "paces" && (tremor > 0 || dice.Chance(0.25)) ? Math.Exp(dice.Between(Math.Log(0.6), Math.Log(5))) : 1;
        var mirror = dice.Chance(0.3) ? -1 : 1;
        var first = samples[0];
        HandPath path = new([.. samples.Select(sample => sample with
        {
            T = first.T + (slowness * (sample.T - first.T)),
            X = first.X + (mirror * gain * (sample.X - first.X)),
            Y = first.Y + (gain * (sample.Y - first.Y)),
        })]);
        path = leftOut == "sampling" ? path : Sampled(path, slowness, dice);
        var zoom = leftOut != "zooms" && dice.Chance(0.4) ? dice.Pick([0.5, 1.25, 1.5, 2.0, 3, 5]) : 1;
        var (whole, step) = (dice.Chance(0.5), leftOut == "timers" ? 1 : dice.Pick([0.1, 1, 1, 4, 8, 15.6, 16.67]));
        var place = dice.Chance(0.1) ? 0.01 : 1;
        return (
            [.. path.Samples.Select(sample => sample with
            {
                T = Math.Floor(sample.T / step) * step,
                X = Shown(sample.X + Shake(sample.T, 0), zoom, whole, place),
                Y = Shown(sample.Y + (slant * Shake(sample.T, later)), zoom, whole, place),
            })],
            new(step, whole && place >= 1 ? 1 : Math.Min(1, 1 / zoom)));

        double Shake(double t, double shift) => tremor * Math.Sin((2 * Math.PI * hz * (t - first.T) / 1000) + phase + shift);
    }

    /// <summary>What is played slowly is sampled anew: a device does not slow down.</summary>
    private static HandPath Sampled(HandPath path, double slowness, Dice dice) => dice.Whole(0, slowness > 1.3 ? 2 : 5) switch
    {
        0 => path.Every(dice.Pick([4.0, 8, 10, 16, 16.67, 20])),
        1 => path.Jittered(dice.Pick([4.0, 8, 16]), dice.Between(2, 16)),
        2 => path.Every(dice.Pick([8.0, 16.67])).Framed(16.67),
        _ => path,
    };

    /// <summary>Device px, divided by the zoom; in whole CSS px, as some browsers report them, or in fractions.</summary>
    private static double Shown(double at, double zoom, bool whole, double place)
    {
        var device = Math.Round(at / place) * place;
        return whole && place >= 1 ? Math.Floor(device / zoom) : Math.Round(device / zoom, 2);
    }
}
