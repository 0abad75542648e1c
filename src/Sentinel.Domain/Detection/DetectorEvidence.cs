using System.Runtime.InteropServices;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection;

/// <summary>The evidence of one detector in one batch, in the five bytes that the audit stores.</summary>
/// <param name="Said">The detector's reason, with the sum of its weights and its highest confidence.</param>
/// <param name="Windows">The number of windows with evidence, at most 255; 0 for a rule that only informs.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct DetectorEvidence(Reason Said, byte Windows) : IStored
{
    /// <summary>Maximum number of entries of a batch, 320 bytes; there are fewer detectors and rules.</summary>
    public const int MaxOfABatch = 64;

    public bool IsSound => Said.IsSound;
}
