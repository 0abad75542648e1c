namespace Sentinel.Simulation;

/// <summary>A tempo that drifts as a person's does: an autoregressive process for intervals, and holds that follow it.</summary>
internal sealed class DriftingTypist : ITypist
{
    public IEnumerable<KeyStroke> Type(string text, Dice dice)
    {
        var (hold, interval) = (dice.Between(75, 115), dice.Between(130, 220));
        var (memory, noise, coupling) = (dice.Between(0.3, 0.7), dice.Between(0.25, 0.4), dice.Between(0.1, 0.4));
        var (now, tempo) = (0.0, 0.0);
        foreach (var key in text)
        {
            tempo = (memory * tempo) + dice.Normal(0, noise);
            yield return new(key, now, now + (hold * Math.Exp((coupling * tempo) + dice.Normal(0, 0.2))));
            now += (interval * Math.Exp(tempo)) + (key is ' ' ? dice.LogNormal(60, 0.6) : 0);
        }
    }
}
