using System.Runtime.CompilerServices;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Scoring;

/// <summary>
/// Fuses the detectors of one window into two log-likelihood ratios, one for <em>bot</em> and one for <em>impostor</em>. Ratios of
/// independent evidence add (naive Bayes); detectors of one aspect judge the same property, so where any of them speaks for a bot the
/// strongest counts, else their credits add. A detector with nothing to say contributes exactly nothing.
/// </summary>
public struct LogOddsFusion
{
    private const int AspectCount = (int)Aspect.Location + 1;

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

    /// <summary>Nats for a bot, bounded by the policy.</summary>
    public readonly double Bot(Policy policy) =>
        Math.Clamp(Sum(ofImpostor: false), -policy.MaxCreditPerWindow, policy.MaxBlamePerWindow);

    /// <summary>
    /// Nats for another person than the user, bounded by the policy; 0 where nothing is known of the user. What the context says counts
    /// here too: it is about who, and never blocks.
    /// </summary>
    public readonly double Impostor(Policy policy) =>
        Math.Clamp(Sum(ofImpostor: true), -policy.MaxIdentityPerWindow, policy.MaxIdentityPerWindow);

    private readonly double Sum(bool ofImpostor)
    {
        var sum = 0.0;
        for (var i = 0; i < AspectCount; i++)
        {
            if (((Aspect)i).IsOfImpostor() == ofImpostor)
                sum += aspects[i];
        }

        return sum;
    }

    [InlineArray(AspectCount)]
    private struct Aspects
    {
        private double aspect;
    }
}
