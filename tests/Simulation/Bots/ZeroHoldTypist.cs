namespace Sentinel.Simulation;

/// <summary>Imitates Selenium's <c>send_keys</c>: press and release within one or two milliseconds, key after key.</summary>
internal sealed class ZeroHoldTypist : IActor
{
    public string Name => "bot-zero-hold-typist";

    public bool IsBot => true;

    public Performance Play(Dice dice)
    {
        var performance = new Performance();
        var now = 0.0;
        foreach (var character in Sentences.Text(dice, 2))
        {
            performance.Stroke(character, now, now + dice.Between(0, 1.5));
            now += dice.Between(2, 12);
        }

        return performance;
    }
}
