namespace Sentinel.Simulation;

/// <summary>One key's press and release.</summary>
/// <param name="Key">The typed character; <see cref="Keyboard"/> names keys that type none.</param>
/// <param name="Down">ms.</param>
/// <param name="Up">ms.</param>
public readonly record struct KeyStroke(char Key, double Down, double Up);

/// <summary>One position of a pointer.</summary>
/// <param name="T">ms.</param>
/// <param name="X">px, rightwards.</param>
/// <param name="Y">px, downwards.</param>
/// <param name="Type">The pointer's action there.</param>
public readonly record struct PointerSample(double T, double X, double Y, PointerAction Type = PointerAction.Move);

public enum PointerAction { Move, Down, Up, Wheel }

public enum PointerKind { Mouse, Touch, Pen }
