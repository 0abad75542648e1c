using Sentinel.Domain.Features;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Unit.Tests;

/// <summary>Holds and intervals around a person's own, log-normal, with a tempo that moves them together.</summary>
internal sealed class Typist(int seed, Random? dice = null)
{
    /// <summary>Strokes of a usual entry.</summary>
    public const int Length = 11;

    private readonly Random _dice = dice ?? new(seed);
    private readonly double[] _habit = Habit(new Random(seed * 31));

    /// <summary>Somebody who types like this one so far as they can, and else like another.</summary>
    /// <param name="other">Whose manner comes in.</param>
    /// <param name="part">0..1, how far.</param>
    public Typist Towards(Typist other, double part)
    {
        var blend = new Typist(seed, _dice);
        for (var i = 0; i < _habit.Length; i++) blend._habit[i] += part * (other._habit[i] - _habit[i]);
        return blend;
    }

    public FixedTextRhythm[] Entries(int count) => [.. Enumerable.Range(0, count).Select(_ => Entry(Length))];

    public FixedTextRhythm Entry(int strokes) => FixedTextRhythm.Of(Strokes(strokes))!;

    /// <param name="count">Strokes of the entry.</param>
    /// <param name="from">Client ms of the first.</param>
    /// <param name="field">The fixed-text field.</param>
    /// <param name="shift">ms by which everything is later than the habit.</param>
    public KeyStroke[] Strokes(int count, double from = 0, ulong field = 0, double shift = 0)
    {
        var (down, tempo) = (from, 0.08 * Normal(_dice));
        List<KeyStroke> typed = [];
        for (var i = 0; i < count; i++)
        {
            typed.Add(
                new(down, down + shift + (95 * Math.Exp(_habit[2 * i % _habit.Length] + (0.2 * Normal(_dice)))), KeyCode.Masked, field)
            );
            down += shift + (180 * Math.Exp(_habit[((2 * i) + 1) % _habit.Length] + tempo + (0.2 * Normal(_dice))));
        }

        return [.. typed];
    }

    private static double Normal(Random dice) =>
        Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble());

    private static double[] Habit(Random dice) => [.. Enumerable.Range(0, 2 * Length).Select(_ => 0.25 * Normal(dice))];
}
