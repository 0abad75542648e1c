namespace Sentinel.Simulation;

/// <summary>How two events a few ms apart share one movement.</summary>
public enum Pairing
{
    /// <summary>Each has the position of its time.</summary>
    AsTime,

    /// <summary>The first has half of the movement since the last pair.</summary>
    Halves,

    /// <summary>The first moves along x, the second along y.</summary>
    Axes,
}

/// <summary>
/// Recorded samples as the movement of a hand: between samples, positions are interpolated smoothly (Catmull and Rom 1974), so that they
/// can be sampled at other times. Presses, releases and rests stay where they are.
/// </summary>
public sealed class HandPath(IReadOnlyList<PointerSample> samples)
{
    /// <summary>ms without a sample after which a movement has ended.</summary>
    private const double Rest = 250;

    public IReadOnlyList<PointerSample> Samples => samples;

    /// <summary>One event every so many ms while the pointer moves, at whole px.</summary>
    public HandPath Every(double period) => Sampled(t => After(t, period));

    /// <summary>An event every so many ms, each up to <paramref name="most"/> ms late.</summary>
    public HandPath Jittered(double period, double most) =>
        Sampled(t => After(t, period), t => t + (most * Delivery.Noise(t)));

    /// <summary>Two events <paramref name="gap"/> ms apart every <paramref name="period"/> ms.</summary>
    public HandPath Paired(double period, double gap, Pairing pairing)
    {
        var paired = new List<PointerSample>();
        var last = default(PointerSample);
        foreach (var sample in Every(period).Samples)
        {
            if (sample.Type != PointerAction.Move || paired.Count == 0 || sample.T - last.T > Rest)
            {
                paired.Add(sample);
            }
            else
            {
                var first = pairing switch
                {
                    Pairing.Halves => sample with { X = Math.Round((last.X + sample.X) / 2), Y = Math.Round((last.Y + sample.Y) / 2) },
                    Pairing.Axes => sample with { Y = last.Y },
                    _ => At(sample.T - gap, sample),
                };
                if (first.X != last.X || first.Y != last.Y)
                    paired.Add(first);
                if (sample.X != first.X || sample.Y != first.Y)
                    paired.Add(sample with { T = sample.T + gap });
            }

            last = sample;
        }

        return new(InOrder(paired));
    }

    /// <summary>Larger or smaller movements, around the first sample.</summary>
    /// <param name="gain">The factor.</param>
    /// <param name="grid">px to whose multiples positions are rounded; 0 for none.</param>
    public HandPath Scaled(double gain, double grid)
    {
        if (samples.Count == 0)
            return this;
        var (x, y) = (samples[0].X, samples[0].Y);
        return Moved(s => s with { X = Rounded(x + (gain * (s.X - x)), grid), Y = Rounded(y + (gain * (s.Y - y)), grid) });
    }

    /// <summary>CSS px at a page zoom: device px, divided by it.</summary>
    public HandPath Zoomed(double zoom, bool whole) => Moved(s => whole
        ? s with { X = Math.Floor(s.X / zoom), Y = Math.Floor(s.Y / zoom) }
        : s with { X = Math.Round(s.X / zoom, 2), Y = Math.Round(s.Y / zoom, 2) });

    /// <summary>All events of a frame at the frame's time.</summary>
    public HandPath Framed(double frame) => new([.. samples.Select(s => s with { T = Math.Ceiling(s.T / frame) * frame })]);

    /// <summary>A finger: each movement from rest to rest is one contact.</summary>
    public HandPath Touching()
    {
        var touched = new List<PointerSample>(samples.Count);
        var down = false;
        foreach (var sample in samples.Where(sample => sample.Type == PointerAction.Move))
        {
            if (down && sample.T - touched[^1].T > Rest)
                Lift();
            touched.Add(sample with { Type = down ? PointerAction.Move : PointerAction.Down });
            down = true;
        }

        if (down)
            Lift();
        return new(touched);

        void Lift()
        {
            touched.Add(touched[^1] with { T = touched[^1].T + 8, Type = PointerAction.Up });
            down = false;
        }
    }

    /// <summary>The next tick; a time that is one tick but for rounding counts as it.</summary>
    private static double After(double t, double period) => (Math.Floor((t / period) + 1e-6) + 1) * period;

    private HandPath Moved(Func<PointerSample, PointerSample> move)
    {
        var moved = new List<PointerSample>(samples.Count);
        foreach (var sample in samples.Select(move))
        {
            if (moved.Count == 0 || sample.Type != PointerAction.Move || sample.X != moved[^1].X || sample.Y != moved[^1].Y)
                moved.Add(sample);
        }

        return new(moved);
    }

    private HandPath Sampled(Func<double, double> next, Func<double, double>? late = null)
    {
        var result = new List<PointerSample>(samples.Count);
        for (var i = 0; i < samples.Count; i++)
        {
            var sample = samples[i];
            if (sample.Type != PointerAction.Move || i == 0 || sample.T - samples[i - 1].T > Rest)
            {
                Add(sample);
                continue;
            }

            for (var t = next(samples[i - 1].T); t <= sample.T; t = next(t))
                Add(Between(i, t));
            // The last position of a movement arrives with the tick after it.
            if (i == samples.Count - 1 || samples[i + 1].Type != PointerAction.Move || samples[i + 1].T - sample.T > Rest)
                Add(sample with { T = i == samples.Count - 1 ? next(sample.T) : Math.Min(next(sample.T), samples[i + 1].T) });
        }

        return new(InOrder(late is null ? result : [.. result.Select(s => s with { T = late(s.T) })]));

        void Add(in PointerSample sample)
        {
            var rounded = sample with { X = Math.Round(sample.X), Y = Math.Round(sample.Y) };
            if (result.Count == 0 || sample.Type != PointerAction.Move || rounded.X != result[^1].X || rounded.Y != result[^1].Y)
                result.Add(rounded);
        }
    }

    /// <summary>The position at a time before sample <paramref name="i"/> and not before the one before it.</summary>
    private PointerSample Between(int i, double t)
    {
        var (b, c) = (samples[i - 1], samples[i]);
        var a = i >= 2 && b.T - samples[i - 2].T <= Rest ? samples[i - 2] : b;
        var d = i + 1 < samples.Count && samples[i + 1].T - c.T <= Rest ? samples[i + 1] : c;
        return c with { T = t, X = Value(a.X, b.X, c.X, d.X), Y = Value(a.Y, b.Y, c.Y, d.Y) };

        double Value(double va, double vb, double vc, double vd)
        {
            var span = c.T - b.T;
            if (span <= 0)
                return vc;
            var u = (t - b.T) / span;
            var (mb, mc) = (Slope(vc - va, c.T - a.T) * span, Slope(vd - vb, d.T - b.T) * span);
            return ((2 * u * u * u) - (3 * u * u) + 1) * vb + ((u * u * u) - (2 * u * u) + u) * mb
                + ((3 * u * u) - (2 * u * u * u)) * vc + ((u * u * u) - (u * u)) * mc;
        }

        static double Slope(double difference, double time) => time > 0 ? difference / time : 0;
    }

    private PointerSample At(double t, PointerSample fallback)
    {
        var (low, high) = (0, samples.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (samples[middle].T < t)
                low = middle + 1;
            else
                high = middle;
        }

        var found = low > 0 && samples[low].T >= t && samples[low].T - samples[low - 1].T <= Rest ? Between(low, t) : fallback;
        return fallback with { X = Math.Round(found.X), Y = Math.Round(found.Y) };
    }

    private static List<PointerSample> InOrder(List<PointerSample> events)
    {
        for (var i = 1; i < events.Count; i++)
        {
            if (events[i].T < events[i - 1].T)
                events[i] = events[i] with { T = events[i - 1].T };
        }

        return events;
    }

    private static double Rounded(double value, double grid) => grid == 0 ? value : Math.Round(value / grid) * grid;
}
