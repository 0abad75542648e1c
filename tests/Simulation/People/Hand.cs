namespace Sentinel.Simulation;

/// <summary>
/// A person's hand on a keyboard: a tempo of their own, Shift held around a capital, and occasional wrong keys that are corrected.
/// </summary>
internal sealed class Hand
{
    private readonly Dice _dice;
    private HumanTempo? _tempo;
    private readonly double _errors;

    /// <summary>Factor on the time between keys.</summary>
    public double Slowness { get; init; } = 1;

    /// <summary>Factor on holds.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>
    /// The share of key strokes after which the key comes up and goes down again, 0..1: a worn switch, or a trembling finger.
    /// </summary>
    public double Bounces { get; init; }

    /// <summary>ms for which the key is up in between.</summary>
    public (double Least, double Most) BounceGap { get; init; } = (4, 18);

    /// <summary>Whether Shift is tapped before a capital, as with sticky keys.</summary>
    public bool HasStickyKeys { get; init; }

    public Hand(Dice dice)
    {
        _dice = dice;
        _errors = dice.Between(0.01, 0.06);
    }

    /// <returns>The time of the last release.</returns>
    public double Type(Performance performance, string text, double start)
    {
        var (down, end) = (start, start);
        foreach (var character in text)
        {
            if (char.IsLetter(character) && _dice.Chance(_errors))
            {
                Press((char)('a' + _dice.Whole(0, 25)));
                Press(Keyboard.Backspace);
            }

            if (char.IsUpper(character) && HasStickyKeys) Press(Keyboard.Shift);
            if (char.IsUpper(character) && !HasStickyKeys) PressShifted(character);
            else Press(character);
        }

        return end;

        void Press(char key)
        {
            var up = Next(key);
            performance.Stroke(key, down, up);
            if (Bounces > 0 && _dice.Chance(Bounces))
            {
                var again = 0.6 * (up - down);
                down = up + _dice.Between(BounceGap.Least, BounceGap.Most);
                up = down + again;
                performance.Stroke(key, down, up);
            }

            end = Math.Max(end, up);
        }

        // Returns when the key comes up.
        double Next(char key)
        {
            var (interval, hold) = (_tempo ??= new(_dice, Slowness, Weight)).Next(Keyboard.GroupOf(key), _dice);
            down += interval;
            return down + hold;
        }

        void PressShifted(char key)
        {
            Next(Keyboard.Shift);
            var shift = down;
            Press(key);
            performance.Stroke(Keyboard.Shift, shift, down + _dice.LogNormal(60, 0.3));
        }
    }
}
