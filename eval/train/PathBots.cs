using Sentinel.Simulation;

namespace Sentinel.Train;

/// <summary>
/// Bots' ways from one place to another, put together from parts: the line that they draw, how they go along it in time, and the noise on
/// top. The line or the time may be those of a person's recorded reach.
/// </summary>
/// <param name="leftOut">A family of the zoo whose parts are not used.</param>
/// <param name="reaches">Recorded reaches.</param>
internal sealed class PathBots(string leftOut, IReadOnlyList<PointerSample[]> reaches)
{
    /// <summary>A line from (0, 0) to (1, 0): where one is after a share of it.</summary>
    private delegate (double X, double Y) Line(double share);

    /// <summary>The share of the line after a share of the time.</summary>
    private delegate double Pace(double time);

    private const string RecordedLine = "recorded line", RecordedPace = "profile", OfNone = "none";

    private readonly (string Kin, Func<Dice, Line> Make)[] lines = [.. Lines(reaches).Where(part => part.Kin != leftOut)];

    private readonly (string Kin, Func<Dice, Pace> Make)[] paces = [.. Paces(reaches).Where(part => part.Kin != leftOut)];

    /// <summary>A bot with habits.</summary>
    public IPath Next(Dice habits) => new Mixed(this, habits);

    /// <summary>A line and a pace, not both recorded: that would be a person's reach.</summary>
    private (Func<Dice, Line> Line, Func<Dice, Pace> Pace) Draw(Dice habits)
    {
        while (true)
        {
            var (line, pace) = (habits.Pick(lines), habits.Pick(paces));
            if (line.Kin != RecordedLine || pace.Kin != RecordedPace)
                return (line.Make, pace.Make);
        }
    }

    private static IEnumerable<(string Kin, Func<Dice, Line> Make)> Lines(IReadOnlyList<PointerSample[]> reaches) =>
    [
        ("jerk", _ => share => (share, 0)),
        ("arm", dice => { var bow = dice.Normal(0, 0.08); return share => (share, bow * 4 * share * (1 - share)); }),
        ("lognormal", dice => { var bow = dice.Normal(0, 0.15); return share => (share, bow * Math.Sin(Math.PI * share)); }),
        ("eased", dice =>
        {
            var (b, c) = ((X: 0.3 + dice.Normal(0, 0.15), Y: dice.Normal(0, 0.2)), (X: 0.7 + dice.Normal(0, 0.15), Y: dice.Normal(0, 0.2)));
            return u => (
                (3 * u * (1 - u) * (1 - u) * b.X) + (3 * u * u * (1 - u) * c.X) + (u * u * u),
                (3 * u * (1 - u) * (1 - u) * b.Y) + (3 * u * u * (1 - u) * c.Y));
        }),
        ("waypoint", dice =>
        {
            // Offsets at a few points, joined by cosines.
            var offsets = Enumerable.Range(0, dice.Whole(3, 6)).Select(_ => dice.Normal(0, 0.06)).ToArray();
            (offsets[0], offsets[^1]) = (0, 0);
            return share =>
            {
                var at = Math.Clamp(share, 0, 1) * (offsets.Length - 1);
                var part = Math.Min(offsets.Length - 2, (int)at);
                return (share, offsets[part] + ((offsets[part + 1] - offsets[part]) * (1 - Math.Cos(Math.PI * (at - part))) / 2));
            };
        }),
        (RecordedLine, dice => { var reach = new Recorded(dice.Pick(reaches)); return reach.Place; }),
    ];

    private static IEnumerable<(string Kin, Func<Dice, Pace> Make)> Paces(IReadOnlyList<PointerSample[]> reaches) =>
    [
        ("jerk", _ => MinimumJerk.Done),
        ("arm", dice =>
        {
            // Two minimum-jerk movements that overlap.
            var (first, reach) = (dice.Between(0.5, 0.8), dice.Between(0.8, 1.05));
            var start = first * dice.Between(0.6, 1);
            return u => (reach * MinimumJerk.Done(Math.Min(1, u / first)))
                + ((1 - reach) * MinimumJerk.Done(Math.Clamp((u - start) / (1 - start), 0, 1)));
        }),
        ("eased", _ => u => u < 0.5 ? 4 * u * u * u : 1 - (Math.Pow(2 - (2 * u), 3) / 2)),
        (OfNone, dice => { var power = dice.Between(1.5, 5); return u => 1 - Math.Pow(1 - u, power); }),
        (OfNone, _ => u => (1 - Math.Cos(Math.PI * u)) / 2),
        (OfNone, _ => u => u),
        ("lognormal", dice =>
        {
            var (mu, sigma) = (dice.Between(-1.5, -0.8), dice.Between(0.25, 0.5));
            return u => u <= 0 ? 0 : Math.Min(1, 1.02 / (1 + Math.Exp(-1.7 * (Math.Log(u) - mu) / sigma)));
        }),
        ("spring", dice =>
        {
            var (decay, swing) = (dice.Between(4, 7), dice.Between(0, 5));
            return u => 1 - (Math.Exp(-decay * u) * (Math.Cos(swing * u) + (decay / Math.Max(1, swing) * Math.Sin(swing * u))));
        }),
        (RecordedPace, dice => { var reach = new Recorded(dice.Pick(reaches)); return reach.Done; }),
    ];

    /// <summary>A line, a pace and noise, chosen anew for each way or kept.</summary>
    private sealed class Mixed : IPath
    {
        private readonly PathBots parts;
        private readonly Func<Dice, Line> line;
        private readonly Func<Dice, Pace> pace;
        private readonly double interval;
        private readonly double jitter;
        private readonly double white;
        private readonly double drift;
        private readonly double uneven;
        private readonly (double Base, double PerBit, double Spread) duration;
        private readonly double overshoot;

        public Mixed(PathBots parts, Dice habits)
        {
            this.parts = parts;
            (line, pace) = parts.Draw(habits);
            interval = habits.Pick([4.0, 8, 10, 12, 1000.0 / 60, 1000.0 / 60, 20]);
            jitter = habits.Pick([0, 0.5, 0.2 * interval, 0.5 * interval]);
            white = habits.Pick([0, 0, 0.3, 0.8, 1.5]);
            drift = habits.Pick([0, 0, 0.003, 0.01]);
            uneven = habits.Pick([0, 0, 0.08, 0.2]);
            duration = (habits.Between(80, 400), habits.Between(40, 180), habits.Between(0, 0.3));
            overshoot = habits.Chance(0.3) ? habits.Between(0.02, 0.1) : 0;
        }

        public IEnumerable<PointerSample> Between((double X, double Y) from, (double X, double Y) to, Dice dice)
        {
            if (overshoot == 0)
                return Way(from, to, 0, dice);
            var beyond = (Beyond(from.X, to.X), Beyond(from.Y, to.Y));
            var first = Way(from, beyond, 0, dice).ToList();
            return [.. first, .. Way(beyond, to, first[^1].T + interval + dice.Between(0, 60), dice)];

            double Beyond(double one, double other) => other + (overshoot * (other - one)) + dice.Normal(0, 5);
        }

        private IEnumerable<PointerSample> Way((double X, double Y) from, (double X, double Y) to, double start, Dice dice)
        {
            var (dx, dy) = (to.X - from.X, to.Y - from.Y);
            var distance = Math.Sqrt((dx * dx) + (dy * dy));
            var ms = (duration.Base + (duration.PerBit * Math.Log2((distance / 30) + 1))) * dice.LogNormal(1, duration.Spread);
            var (where, when) = (line(dice), pace(dice));
            var (done, last, sideX, sideY) = (0.0, 0.0, 0.0, 0.0);
            for (var t = interval; t < ms + interval; t += interval)
            {
                var share = when(Math.Min(1, t / ms));
                done += (share - last) * (uneven > 0 ? dice.LogNormal(1, uneven) : 1);
                last = share;
                var (x, y) = where(done);
                (sideX, sideY) = ((0.95 * sideX) + dice.Normal(0, drift * distance), (0.95 * sideY) + dice.Normal(0, drift * distance));
                var fade = Math.Sin(Math.PI * Math.Min(1, t / ms));
                yield return new(
                    start + t + dice.Between(0, jitter),
                    from.X + (x * dx) - (y * dy) + (fade * sideX) + dice.Normal(0, white),
                    from.Y + (x * dy) + (y * dx) + (fade * sideY) + dice.Normal(0, white));
            }
        }
    }

    /// <summary>A recorded reach, turned and scaled to lead from (0, 0) to (1, 0).</summary>
    private sealed class Recorded(PointerSample[] reach)
    {
        private readonly double[] lengths = Lengths(reach);

        public (double X, double Y) At(int i)
        {
            var (a, b) = (reach[0], reach[^1]);
            var (dx, dy, x, y) = (b.X - a.X, b.Y - a.Y, reach[i].X - a.X, reach[i].Y - a.Y);
            var square = (dx * dx) + (dy * dy);
            return (((x * dx) + (y * dy)) / square, ((y * dx) - (x * dy)) / square);
        }

        /// <summary>Where one is after a share of its length.</summary>
        public (double X, double Y) Place(double share)
        {
            if (share > 1)
                return (share, 0);
            var i = Math.Max(1, Array.FindIndex(lengths, length => length >= share * lengths[^1]));
            var u = (share * lengths[^1] - lengths[i - 1]) / Math.Max(1e-9, lengths[i] - lengths[i - 1]);
            var (a, b) = (At(i - 1), At(i));
            return (a.X + (u * (b.X - a.X)), a.Y + (u * (b.Y - a.Y)));
        }

        /// <summary>The share of its length after a share of its time.</summary>
        public double Done(double time)
        {
            var t = reach[0].T + (time * (reach[^1].T - reach[0].T));
            var i = Math.Max(1, Array.FindIndex(reach, sample => sample.T >= t));
            var u = Math.Clamp((t - reach[i - 1].T) / Math.Max(1e-9, reach[i].T - reach[i - 1].T), 0, 1);
            return (lengths[i - 1] + (u * (lengths[i] - lengths[i - 1]))) / lengths[^1];
        }

        private static double[] Lengths(PointerSample[] reach)
        {
            var lengths = new double[reach.Length];
            for (var i = 1; i < reach.Length; i++)
                lengths[i] = lengths[i - 1] + PointerStrokes.Distance(reach[i - 1], reach[i]);
            return lengths;
        }
    }
}
