namespace Sentinel.Simulation;

/// <summary>
/// A person's hand on a keyboard: log-normal holds and flights with an individual pace, a habit for each pair of key groups, overlapping
/// keys, pauses between words, Shift held around a capital, and occasional wrong keys that are corrected.
/// </summary>
internal sealed class Hand
{
    private const int Groups = 10;
    private readonly Dice _dice;
    private readonly double _hold;
    private readonly double _holdSpread;
    private readonly double _press;
    private readonly double _pressSpread;
    private readonly double _errors;
    private readonly double _pauses;
    private readonly double[] _digraphs = new double[Groups * Groups];
    private readonly double[] _keyHolds = new double[Groups];

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
        _hold = dice.Between(70, 130);
        _holdSpread = dice.Between(0.18, 0.35);
        _press = dice.Between(110, 260);
        _pressSpread = dice.Between(0.25, 0.5);
        _errors = dice.Between(0.01, 0.06);
        _pauses = dice.Between(0.05, 0.2);
        for (var i = 0; i < _digraphs.Length; i++) _digraphs[i] = dice.LogNormal(1, 0.2);
        for (var i = 0; i < Groups; i++) _keyHolds[i] = dice.LogNormal(1, 0.12);
    }

    /// <returns>The time of the last release.</returns>
    public double Type(Performance performance, string text, double start)
    {
        var down = start;
        var end = start;
        var last = KeyGroup.Other;
        foreach (var character in text)
        {
            if (char.IsLetter(character) && _dice.Chance(_errors))
            {
                Press((char)('a' + _dice.Whole(0, 25)));
                down += _dice.LogNormal(250, 0.3);
                Press(Keyboard.Backspace);
            }

            if (char.IsUpper(character) && HasStickyKeys) Press(Keyboard.Shift);
            if (char.IsUpper(character) && !HasStickyKeys) PressShifted(character);
            else Press(character);
            if (character == ' ' && _dice.Chance(_pauses)) down += _dice.LogNormal(700, 0.6);
        }

        return end;

        void Press(char key)
        {
            var group = Keyboard.GroupOf(key);
            down += _dice.LogNormal(_press * Slowness * _digraphs[(int)last * Groups + (int)group], _pressSpread);
            var up = down + Hold(group);
            performance.Stroke(key, down, up);
            if (Bounces > 0 && _dice.Chance(Bounces))
            {
                down = up + _dice.Between(BounceGap.Least, BounceGap.Most);
                up = down + Hold(group);
                performance.Stroke(key, down, up);
            }

            end = Math.Max(end, up);
            last = group;
        }

        void PressShifted(char key)
        {
            var shift = down + _dice.LogNormal(_press * Slowness, _pressSpread);
            down = shift;
            Press(key);
            performance.Stroke(Keyboard.Shift, shift, down + _dice.LogNormal(60, 0.3));
        }
    }

    private double Hold(KeyGroup group) => Math.Max(25, _dice.LogNormal(_hold * Weight * _keyHolds[(int)group], _holdSpread));
}
