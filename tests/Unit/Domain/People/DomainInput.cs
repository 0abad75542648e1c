using Sentinel.Domain.Telemetry;

namespace Sentinel.Unit.Tests;

/// <summary>Converts generated input to domain types.</summary>
internal static class DomainInput
{
    public static KeyStroke ToDomain(this Simulation.KeyStroke stroke, KeyCode code, ulong field = 0) =>
        new(stroke.Down, stroke.Up, code, field);

    /// <summary>Converts a mouse sample.</summary>
    public static PointerSample ToDomain(this Simulation.PointerSample sample) =>
        new(
            sample.T,
            sample.X,
            sample.Y,
            sample.Type switch
            {
                Simulation.PointerAction.Down => PointerAction.Down,
                Simulation.PointerAction.Up => PointerAction.Up,
                Simulation.PointerAction.Wheel => PointerAction.Wheel,
                _ => PointerAction.Move,
            },
            PointerKind.Mouse
        );
}
