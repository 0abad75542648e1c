namespace Sentinel.Simulation;

/// <summary>A person who uses only the keyboard.</summary>
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
