using System.Runtime.InteropServices;
using Sentinel.Domain.Features;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Sessions;

/// <summary>
/// How many sketches of each kind a session has left. The number is bounded, so that one sitting does not displace all others.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct SketchQuota(byte Keys, byte Strokes) : IStored
{
    /// <summary>The first sketches of each kind that a session leaves.</summary>
    public const int Most = 48;

    public bool IsSound => Keys <= Most && Strokes <= Most;

    public bool Has(SketchKind kind) => (kind == SketchKind.Keys ? Keys : Strokes) < Most;

    public SketchQuota Plus(SketchKind kind) =>
        kind == SketchKind.Keys ? this with { Keys = (byte)(Keys + 1) } : this with { Strokes = (byte)(Strokes + 1) };
}
