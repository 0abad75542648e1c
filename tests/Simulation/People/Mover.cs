namespace Sentinel.Simulation;

/// <summary>A person who points with an individual speed, bend and preferred direction.</summary>
public sealed class Mover(int seed)
{
    private readonly Dice _dice = new(seed);
    private readonly double _speed = new Dice(seed * 7).Between(0.3, 1.8);
    private readonly double _bend = new Dice(seed * 13).Between(0, 0.5);
    private readonly double _habit = new Dice(seed * 17).Between(0, 6.28);

    /// <summary>An endless sequence of movements, in whole px.</summary>
    /// <param name="from">ms before the first movement.</param>
    public IEnumerable<PointerSample> Point(double from)
    {
        var (t, x, y) = (from, 500.0, 500.0);
        while (true)
        {
            t += _dice.Between(300, 700);
            var (direction, length) = (_habit + _dice.Between(0, 1), _dice.Between(150, 450));
            var steps = (int)(length / _speed / 10) + 6;
            for (var i = 1; i <= steps; i++)
            {
                var pace = length / steps * (0.4 + (1.2 * Math.Sin(Math.PI * i / steps)));
                var heading = direction + (_bend * Math.Sin(2 * Math.PI * i / steps)) + _dice.Between(0, 0.1);
                (t, x, y) = (t + 10, x + (pace * Math.Cos(heading)), y + (pace * Math.Sin(heading)));
                if (Math.Abs(x) > 4_000 || Math.Abs(y) > 4_000) (x, y) = (500, 500);
                yield return new(t, Math.Round(x), Math.Round(y));
            }
        }
    }
}
