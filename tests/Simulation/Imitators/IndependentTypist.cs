namespace Sentinel.Simulation;

/// <summary>
/// Draws each hold and each interval by itself from people's distributions: log-normal, with a pause now and then. Nothing depends on the
/// key or on what came before.
/// </summary>
internal sealed class IndependentTypist : ITypist
{
    public IEnumerable<KeyStroke> Type(string text, Dice dice)
    {
        var (hold, holdSpread) = (dice.Between(75, 120), dice.Between(0.2, 0.35));
        var (interval, spread) = (dice.Between(130, 240), dice.Between(0.3, 0.55));
        var now = 0.0;
        foreach (var key in text)
        {
            yield return new(key, now, now + dice.LogNormal(hold, holdSpread));
            now += dice.LogNormal(interval, spread) + (dice.Chance(0.04) ? dice.LogNormal(600, 0.5) : 0);
        }
    }
}
