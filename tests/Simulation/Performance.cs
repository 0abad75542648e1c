namespace Sentinel.Simulation;

/// <summary>An actor's input. Times are in ms from the actor's start, in the 0.1 ms steps of a browser's clock.</summary>
public sealed class Performance
{
    /// <summary>The clock's step in ms.</summary>
    public const double Resolution = 0.1;

    public List<KeyStroke> Keys { get; } = [];

    public List<PointerSample> Pointer { get; } = [];

    public List<Signal> Signals { get; } = [];

    public PointerKind Kind { get; init; }

    internal void Stroke(char key, double down, double up) => Keys.Add(new(key, Tick(down), Tick(up)));

    internal void Sample(double t, double x, double y, PointerAction type = PointerAction.Move) =>
        Pointer.Add(new(Tick(t), Math.Round(x), Math.Round(y), type));

    internal void Signal(double t, SignalType type) => Signals.Add(new(Tick(t), type));

    private static double Tick(double t) => Math.Round(t, 1);
}
