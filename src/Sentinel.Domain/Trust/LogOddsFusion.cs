using System.Runtime.CompilerServices;
using Sentinel.Domain.Detection;

namespace Sentinel.Domain.Trust;

/// <summary>
/// Fuses the detectors of one window into one log-likelihood ratio. Ratios of independent evidence add (naive Bayes); detectors of one
/// aspect judge the same property, so where any of them speaks for a bot the strongest counts, else their credits add. A detector with
/// nothing to say contributes exactly nothing.
/// </summary>
public struct LogOddsFusion
{
    private const int AspectCount = (int)Aspect.Approach + 1;

    private Aspects aspects;

    public void Add(Aspect aspect, Evidence evidence)
    {
        if (evidence.Confidence <= 0)
            return;
        Judged = true;
        ref var current = ref aspects[(int)aspect];
        var weight = evidence.Weight;
        current = weight > 0 || current > 0 ? Math.Max(current, weight) : current + weight;
    }

    /// <summary>Whether any detector had something to say.</summary>
    public bool Judged { get; private set; }

    /// <summary>The fused ratio in nats, bounded by the policy; positive speaks for a bot or impostor.</summary>
    public readonly double Fuse(Policy policy)
    {
        var fused = 0.0;
        foreach (var aspect in aspects)
            fused += aspect;
        return Math.Clamp(fused, -policy.MaxCreditPerWindow, policy.MaxBlamePerWindow);
    }

    [InlineArray(AspectCount)]
    private struct Aspects
    {
        private double aspect;
    }
}
