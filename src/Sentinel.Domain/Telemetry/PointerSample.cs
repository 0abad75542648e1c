namespace Sentinel.Domain.Telemetry;

/// <summary>The action of a pointer sample.</summary>
public enum PointerAction : byte { Unknown, Move, Down, Up, Wheel }

/// <summary>The kind of pointer.</summary>
public enum PointerKind : byte { Mouse, Touch, Pen, Unknown = 255 }

/// <summary>One pointer sample.</summary>
/// <param name="T">Client milliseconds since the Unix epoch.</param>
/// <param name="X">CSS px, to the right.</param>
/// <param name="Y">CSS px, downwards.</param>
/// <param name="Action">Move, press, release or wheel.</param>
/// <param name="Kind">Mouse, touch or pen.</param>
public readonly record struct PointerSample(double T, double X, double Y, PointerAction Action, PointerKind Kind);
