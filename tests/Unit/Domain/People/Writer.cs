using Sentinel.Domain.Telemetry;

namespace Sentinel.Unit.Tests;

/// <summary>Somebody who writes with a pace of their own, as the domain sees it where a site opts in to physical keys.</summary>
internal sealed class Writer(int seed)
{
    private readonly Simulation.Writer _hands = new(seed);

    /// <param name="count">Strokes.</param>
    /// <param name="from">Client ms of the first.</param>
    public IReadOnlyList<KeyStroke> Strokes(int count, double from = 1_000) =>
        [.. _hands.Type(count, from).Select(stroke => stroke.ToDomain(Code(stroke.Key)))];

    private static KeyCode Code(char key) => key == ' ' ? KeyCode.SpaceBar : (KeyCode)((int)KeyCode.KeyA + key - 'a');
}
