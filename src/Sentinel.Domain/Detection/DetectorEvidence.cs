using System.Runtime.InteropServices;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection;

/// <summary>What one detector said of the windows of one batch, in the five bytes that the audit keeps.</summary>
/// <param name="Said">The sum of its weights, and its highest confidence.</param>
/// <param name="Windows">In how many windows it could say something, at most 255; 0 for a rule that only informs.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct DetectorEvidence(Reason Said, byte Windows) : IStored
{
    /// <summary>The most that a batch has, which is 320 bytes; there are fewer detectors and rules.</summary>
    public const int MaxOfABatch = 64;

    public bool IsSound => Said.IsSound;
}
