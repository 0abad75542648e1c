namespace Sentinel.Simulation;

/// <summary>Imitates Puppeteer's <c>type(text, { delay })</c>: constant hold and interval, plus timer noise.</summary>
internal sealed class ConstantTypist : IActor
{
    public string Name => "bot-constant-typist";

    public bool IsBot => true;

    public Performance Play(Dice dice)
    {
        var performance = new Performance();
        var (delay, hold, now) = (dice.Between(60, 180), dice.Between(20, 55), 0.0);
        foreach (var character in Sentences.Text(dice, 2))
        {
            var down = now + dice.Between(0, 1.2);
            performance.Stroke(character, down, down + hold + dice.Between(0, 1.2));
            now += delay;
        }

        return performance;
    }
}
