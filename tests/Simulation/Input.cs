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

/// <summary>A fact that the page knows about the input.</summary>
/// <param name="T">ms.</param>
/// <param name="Type">The fact.</param>
public readonly record struct Signal(double T, SignalType Type);

/// <summary>Some of the signals of the API's contract, by their names.</summary>
public enum SignalType { Autofill, Composition, VirtualClick, UntrustedEvent }

public enum PointerAction { Move, Down, Up, Wheel }

public enum PointerKind { Mouse, Touch, Pen }
