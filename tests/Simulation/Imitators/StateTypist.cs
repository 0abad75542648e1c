namespace Sentinel.Simulation;

/// <summary>
/// A hidden Markov model of three tempos, fitted to people: it stays in one for some keys, and keys overlap while it is fast.
/// </summary>
internal sealed class StateTypist : ITypist
{
    private static readonly (double Interval, double Spread, double Hold)[] States = [(95, 0.2, 105), (165, 0.25, 95), (380, 0.4, 85)];

    public IEnumerable<KeyStroke> Type(string text, Dice dice)
    {
        var (speed, stay, now, state) = (dice.Between(0.85, 1.4), dice.Between(0.6, 0.85), 0.0, 1);
        foreach (var key in text)
        {
            if (!dice.Chance(stay))
                state = dice.Pick([0, 0, 1, 1, 1, 2]);
            var (interval, spread, hold) = States[state];
            yield return new(key, now, now + dice.LogNormal(hold, 0.22));
            now += speed * dice.LogNormal(interval, spread);
        }
    }
}
