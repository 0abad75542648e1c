namespace Sentinel.Simulation;

/// <summary>A bot's pointer in a session in which keys are typed as a person types them, all the while.</summary>
internal sealed class BesideTyping(IActor pointer) : IActor
{
    public string Name => $"{pointer.Name}-and-typing";

    public bool IsBot => true;

    public Performance Play(Dice dice)
    {
        var performance = pointer.Play(dice);
        var (hand, now, end) = (new Hand(dice), 0.0, performance.Pointer[^1].T);
        while (now < end)
            now = hand.Type(performance, Sentences.Text(dice, 1), now) + dice.LogNormal(500, 0.4);
        performance.Keys.RemoveAll(stroke => stroke.Up > end);
        return performance;
    }
}
