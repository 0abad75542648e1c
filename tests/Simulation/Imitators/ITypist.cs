namespace Sentinel.Simulation;

/// <summary>A program that types a text as a person might.</summary>
internal interface ITypist
{
    /// <returns>Key strokes in the order of their presses, in ms from the start.</returns>
    IEnumerable<KeyStroke> Type(string text, Dice dice);
}

/// <summary>A bot that types some 330 characters.</summary>
internal sealed class TypingImitator(string name, Func<ITypist> make) : IActor
{
    private const int Sentences = 6;

    public string Name => $"imitator-{name}";

    public bool IsBot => true;

    public Performance Play(Dice dice)
    {
        var performance = new Performance();
        foreach (var stroke in make().Type(Simulation.Sentences.Text(dice, Sentences), dice))
            performance.Stroke(stroke.Key, stroke.Down, stroke.Up);
        return performance;
    }
}
