namespace Sentinel.Simulation;

/// <summary>A person who writes free text with an individual pace, which differs for each key.</summary>
public sealed class Writer(int seed)
{
    private const string Text = "the rain is on the hill and then there are others at night ";

    private readonly Dice _dice = new(seed);
    private readonly Dictionary<char, (double Hold, double Interval)> _keys = [];

    /// <param name="count">Number of key strokes.</param>
    /// <param name="from">ms of the interval before the first.</param>
    public IReadOnlyList<KeyStroke> Type(int count, double from)
    {
        if (_keys.Count == 0)
        {
            var (hold, interval) = (_dice.Between(70, 130), _dice.Between(120, 240));
            foreach (var key in Text.Distinct())
                _keys[key] = (hold * _dice.Between(0.7, 1.3), interval * _dice.Between(0.7, 1.3));
        }

        var (down, typed) = (from, new KeyStroke[count]);
        for (var i = 0; i < count; i++)
        {
            var key = Text[i % Text.Length];
            down += _keys[key].Interval * Jitter();
            typed[i] = new(key, down, down + (_keys[key].Hold * Jitter()));
        }

        return typed;
    }

    private double Jitter() => Math.Exp(0.2 * (_dice.Between(0, 1) + _dice.Between(0, 1) + _dice.Between(0, 1) - 1.5));
}
