namespace Sentinel.Simulation;

/// <summary>
/// A person who types a memorised text: log-normal holds and intervals around individual habits, with a common tempo for each entry.
/// </summary>
public sealed class PasswordTypist(int seed)
{
    /// <summary>Key strokes of a usual entry.</summary>
    public const int Length = 11;

    private readonly Dice _dice = new(seed);
    private readonly double[] _habit = Habit(new(seed * 31));

    private PasswordTypist(int seed, Dice dice) : this(seed) => _dice = dice;

    /// <summary>A person between this one and another.</summary>
    /// <param name="other">The other person.</param>
    /// <param name="part">How far to move towards the other, 0..1.</param>
    public PasswordTypist Towards(PasswordTypist other, double part)
    {
        var blend = new PasswordTypist(seed, _dice);
        for (var i = 0; i < _habit.Length; i++) blend._habit[i] += part * (other._habit[i] - _habit[i]);
        return blend;
    }

    /// <param name="count">Key strokes of the entry.</param>
    /// <param name="from">ms of the first key stroke.</param>
    /// <param name="shift">How much later than usual everything is, in ms.</param>
    public KeyStroke[] Type(int count, double from = 0, double shift = 0)
    {
        var (down, tempo) = (from, _dice.Normal(0, 0.08));
        var typed = new KeyStroke[count];
        for (var i = 0; i < count; i++)
        {
            var up = down + shift + (95 * Math.Exp(_habit[2 * i % _habit.Length] + _dice.Normal(0, 0.2)));
            typed[i] = new(Keyboard.Masked, down, up);
            down += shift + (180 * Math.Exp(_habit[((2 * i) + 1) % _habit.Length] + tempo + _dice.Normal(0, 0.2)));
        }

        return typed;
    }

    private static double[] Habit(Dice dice) => [.. Enumerable.Range(0, 2 * Length).Select(_ => dice.Normal(0, 0.25))];
}
