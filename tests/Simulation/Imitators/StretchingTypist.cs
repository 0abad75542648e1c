namespace Sentinel.Simulation;

/// <summary>
/// Plays a person's recorded rhythm in its order, over another text: stretched, with jitter, and with a few keys left out.
/// </summary>
internal sealed class StretchingTypist : ITypist
{
    public IEnumerable<KeyStroke> Type(string text, Dice dice)
    {
        var person = Recording.Of(dice);
        var (stretch, jitter, at, now) = (dice.Between(0.9, 1.1), dice.Between(2, 6), dice.Whole(0, person.Count - 1), 0.0);
        foreach (var key in text)
        {
            at = (at + (dice.Chance(0.05) ? 2 : 1)) % person.Count;
            var (hold, interval) = person[at];
            yield return new(key, now, now + Math.Max(15, (stretch * hold) + dice.Normal(0, jitter)));
            now += Math.Max(20, (stretch * interval) + dice.Normal(0, jitter));
        }
    }
}
