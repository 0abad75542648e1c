namespace Sentinel.Simulation;

/// <summary>
/// Learned means and deviations by the pair of key groups, and draws each interval from a normal distribution. A key is up before the next
/// one goes down, and there are no errors.
/// </summary>
internal sealed class DigraphTypist : ITypist
{
    private const int Groups = 10;

    public IEnumerable<KeyStroke> Type(string text, Dice dice)
    {
        var (mean, hold) = (dice.Between(140, 230), dice.Between(65, 95));
        var (intervals, holds) = (new double[Groups * Groups], new double[Groups]);
        for (var i = 0; i < intervals.Length; i++) intervals[i] = mean * dice.LogNormal(1, 0.2);
        for (var i = 0; i < Groups; i++) holds[i] = hold * dice.LogNormal(1, 0.12);

        var (now, last) = (0.0, KeyGroup.Other);
        foreach (var key in text)
        {
            var group = Keyboard.GroupOf(key);
            var held = Math.Max(25, dice.Normal(holds[(int)group], 14));
            yield return new(key, now, now + held);
            var expected = intervals[((int)last * Groups) + (int)group];
            now += Math.Max(held + 8, dice.Normal(expected, 0.28 * expected));
            last = group;
        }
    }
}
