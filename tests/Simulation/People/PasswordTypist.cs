namespace Sentinel.Simulation;

/// <summary>
/// Somebody who enters a text that they know by heart: holds and intervals around a person's own, log-normal, with a tempo that moves them
/// together.
/// </summary>
public sealed class PasswordTypist(int seed)
{
    /// <summary>Strokes of a usual entry.</summary>
    public const int Length = 11;

    private readonly Dice _dice = new(seed);
    private readonly double[] _habit = Habit(new(seed * 31));

    private PasswordTypist(int seed, Dice dice) : this(seed) => _dice = dice;

    /// <summary>Somebody who types like this one so far as they can, and else like another.</summary>
    /// <param name="other">Whose manner comes in.</param>
    /// <param name="part">0..1, how far.</param>
    public PasswordTypist Towards(PasswordTypist other, double part)
    {
        var blend = new PasswordTypist(seed, _dice);
        for (var i = 0; i < _habit.Length; i++) blend._habit[i] += part * (other._habit[i] - _habit[i]);
        return blend;
    }

    /// <param name="count">Strokes of the entry.</param>
    /// <param name="from">ms of the first.</param>
    /// <param name="shift">ms by which everything is later than the habit.</param>
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
