using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sentinel.Domain.Detection;

namespace Sentinel.Domain.Trust;

/// <summary>
/// One decision with its scores and reasons. Every answer, audit record and stored answer contains it; see ADR 0010 for where to add a
/// member.
/// </summary>
public sealed record Verdict
{
    /// <summary>Maximum number of reasons in an answer.</summary>
    public const int MaxReasons = 4;

    /// <summary>Identifies the decision in the audit.</summary>
    public required Guid DecisionId { get; init; }

    public required Decision Decision { get; init; }

    /// <summary>The scores; null in degraded answers and administrative acts.</summary>
    public Scores? Scores { get; init; }

    /// <summary>The strongest evidence first, at most <see cref="MaxReasons"/>.</summary>
    public ImmutableArray<Reason> Reasons { get; init; } = [];

    /// <summary>
    /// The evidence of all detectors in the batch, the heaviest first; empty if no window was judged. The audit stores it; answers and
    /// sessions do not.
    /// </summary>
    public ImmutableArray<DetectorEvidence> Evidence { get; init; } = [];

    /// <summary>The policy's version; 0 if no policy was applied.</summary>
    public int PolicyVersion { get; init; }

    /// <summary>The baseline's version; 0 for none.</summary>
    public int BaselineVersion { get; init; }

    /// <summary>The verdict of a second policy that is scored in parallel; null for none.</summary>
    public Verdict? WouldHave { get; init; }
}

/// <summary>A session's scores after a decision, in the resolution of answers and storage: steps of 0.0001.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Scores
{
    private const double Steps = 10_000;

    private readonly ushort trust;
    private readonly ushort risk;

    public Scores(double trust, double risk, Phase phase) =>
        (this.trust, this.risk, Phase) = ((ushort)Math.Round(trust * Steps), (ushort)Math.Round(risk * Steps), phase);

    /// <summary>The session's trust, 0..1.</summary>
    public double Trust => trust / Steps;

    /// <summary>The highest posterior probability of a bot that the batch reached, 0..1; see docs/models.md.</summary>
    public double Risk => risk / Steps;

    /// <summary>The session's phase.</summary>
    public Phase Phase { get; }
}
