using Sentinel.Domain.Telemetry;

namespace Sentinel.Unit.Tests;

/// <summary>A person with an individual writing pace, as domain types, on a site that opts in to physical keys.</summary>
internal sealed class Writer(int seed)
{
    private readonly Simulation.Writer _hands = new(seed);

    /// <param name="count">Number of key strokes.</param>
    /// <param name="from">Client ms of the first key stroke.</param>
    public IReadOnlyList<KeyStroke> Strokes(int count, double from = 1_000) =>
        [.. _hands.Type(count, from).Select(stroke => stroke.ToDomain(Code(stroke.Key)))];

    private static KeyCode Code(char key) => key == ' ' ? KeyCode.SpaceBar : (KeyCode)((int)KeyCode.KeyA + key - 'a');
}
