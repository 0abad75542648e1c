namespace Sentinel.Simulation;

/// <summary>Imitates a script that tries to look human: holds and flights uniform over a range; no overlap, errors or pauses.</summary>
internal sealed class JitterTypist : IActor
{
    public string Name => "bot-jitter-typist";

    public bool IsBot => true;

    public Performance Play(Dice dice)
    {
        var performance = new Performance();
        var (shortest, now) = (dice.Between(40, 90), 0.0);
        foreach (var character in Sentences.Text(dice, 3))
        {
            var up = now + dice.Between(shortest, shortest + 40);
            performance.Stroke(character, now, up);
            now = up + dice.Between(50, 150);
        }

        return performance;
    }
}
