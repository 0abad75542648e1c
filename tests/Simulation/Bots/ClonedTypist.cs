namespace Sentinel.Simulation;

/// <summary>Imitates a replay attack: a recorded rhythm of a person, played repeatedly with timer noise.</summary>
internal sealed class ClonedTypist : IActor
{
    private const int Repetitions = 8;

    public string Name => "bot-cloned-typist";

    public bool IsBot => true;

    public Performance Play(Dice dice)
    {
        var recorded = new Performance();
        var length = new Hand(dice).Type(recorded, Sentences.Text(dice, 1)[..36], 0) + 150;
        var performance = new Performance();
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            var start = repetition * length;
            foreach (var stroke in recorded.Keys)
                performance.Stroke(stroke.Key, start + stroke.Down + Noise(), start + stroke.Up + Noise());
        }

        return performance;

        double Noise() => dice.Between(0, 0.4);
    }
}
