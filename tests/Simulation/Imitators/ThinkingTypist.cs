namespace Sentinel.Simulation;

/// <summary>
/// A language model at a keyboard: it thinks before each few words, for as long as a model answers, and types them in one go at a pace that
/// a library makes human.
/// </summary>
internal sealed class ThinkingTypist : ITypist
{
    public IEnumerable<KeyStroke> Type(string text, Dice dice)
    {
        var (pace, hold) = (dice.Between(70, 130), dice.Between(50, 90));
        var (now, words) = (0.0, dice.Whole(2, 6));
        foreach (var key in text)
        {
            yield return new(key, now, now + Math.Max(15, dice.Normal(hold, hold / 5)));
            now += Math.Max(30, dice.Normal(pace, pace / 4));
            if (key != ' ' || --words > 0)
                continue;
            words = dice.Whole(2, 6);
            now += dice.LogNormal(1_200, 0.35);
        }
    }
}
