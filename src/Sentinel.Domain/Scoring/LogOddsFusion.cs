using System.Runtime.CompilerServices;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Scoring;

/// <summary>
/// Fuses the evidence of one window into two log-likelihood ratios, one for <em>bot</em> and one for <em>impostor</em>. Ratios of
/// independent evidence add up (naive Bayes). Detectors of one aspect judge the same property: if any ratio is positive, only the strongest
/// counts; otherwise the negative ratios add up. A detector without evidence contributes nothing.
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

    /// <summary>Whether any detector had evidence.</summary>
    public bool Judged { get; private set; }

    /// <summary>Evidence for or against a bot, bounded by the policy. Evidence for a person offsets that of every judged group.</summary>
    public readonly WindowBotEvidence Bot(GroupSet judged, Policy policy)
    {
        var groups = default(GroupNats);
        for (var i = 0; i < AspectCount; i++)
        {
            if (((Aspect)i).Group() is { } group)
                groups[(int)group] += (float)aspects[i];
        }

        return WindowBotEvidence.Of(groups, judged, policy);
    }

    /// <summary>
    /// Nats for an impostor, bounded by the policy; 0 without a baseline. Evidence of the context counts here too; it never blocks.
    /// </summary>
    public readonly double Impostor(Policy policy)
    {
        var sum = 0.0;
        for (var i = 0; i < AspectCount; i++)
        {
            if (((Aspect)i).Group() is null)
                sum += aspects[i];
        }

        return Math.Clamp(sum, -policy.MaxIdentityPerWindow, policy.MaxIdentityPerWindow);
    }

    [InlineArray(AspectCount)]
    private struct Aspects
    {
        private double aspect;
    }
}
