namespace Sentinel.Simulation;

/// <summary>Somebody who uses the keyboard alone.</summary>
internal sealed class Typist : IActor
{
    public string Name => "typist";

    public bool IsBot => false;

    public Performance Play(Dice dice)
    {
        var performance = new Performance();
        new Hand(dice).Type(performance, Sentences.Text(dice, dice.Whole(2, 4)), 0);
        return performance;
    }
}
