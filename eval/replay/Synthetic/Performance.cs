namespace Sentinel.Replay;

/// <summary>What an actor did: ms from its own beginning, times in the 0.1 ms steps of a browser's clock.</summary>
internal sealed class Performance
{
    /// <summary>ms; the step of the clock below.</summary>
    public const double Resolution = 0.1;

    public List<KeyStroke> Keys { get; } = [];

    public List<PointerSample> Pointer { get; } = [];

    public PointerKind Kind { get; init; }

    public void Stroke(KeyGroup group, double down, double up) => Keys.Add(KeyStroke.Held(group, Tick(down), Tick(up)));

    public void Sample(double t, double x, double y, PointerAction type = PointerAction.Move) =>
        Pointer.Add(new(Tick(t), Math.Round(x), Math.Round(y), type));

    private static double Tick(double t) => Math.Round(t, 1);
}

/// <summary>A generated person or bot.</summary>
internal interface IActor
{
    /// <summary>Letters, digits and dashes.</summary>
    string Name { get; }

    bool IsBot { get; }

    Performance Play(Dice dice);
}
