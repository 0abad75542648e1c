using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sentinel.Domain.Detection;

namespace Sentinel.Domain.Trust;

/// <summary>
/// One decision and what it rests on. Every answer, audit record and kept answer contains this value; ADR 0010 says where a new member
/// goes.
/// </summary>
public sealed record Verdict
{
    /// <summary>The most reasons that an answer lists.</summary>
    public const int MaxReasons = 4;

    /// <summary>Names the decision in the audit.</summary>
    public required Guid DecisionId { get; init; }

    public required Decision Decision { get; init; }

    /// <summary>Null where nothing was scored: in a degraded answer, and in what an administrator does.</summary>
    public Scores? Scores { get; init; }

    /// <summary>The strongest evidence first, at most <see cref="MaxReasons"/>.</summary>
    public ImmutableArray<Reason> Reasons { get; init; } = [];

    /// <summary>
    /// What every detector said of the batch, the heaviest first; empty where no window was judged. The audit keeps it. Answers and stored
    /// sessions do not.
    /// </summary>
    public ImmutableArray<DetectorEvidence> Evidence { get; init; } = [];

    /// <summary>0 where no policy was applied.</summary>
    public int PolicyVersion { get; init; }

    /// <summary>The baseline's version, 0 while the user has none.</summary>
    public int BaselineVersion { get; init; }

    /// <summary>What a policy that is scored beside the live one would have decided; null while there is none.</summary>
    public Verdict? WouldHave { get; init; }
}

/// <summary>How a session stands after a decision, in the resolution that is answered and kept: steps of 0.0001.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Scores
{
    private const double Steps = 10_000;

    private readonly ushort trust;
    private readonly ushort risk;

    /// <param name="trust">0..1.</param>
    /// <param name="risk">0..1.</param>
    /// <param name="phase">How far the session has come.</param>
    public Scores(double trust, double risk, Phase phase) =>
        (this.trust, this.risk, Phase) = ((ushort)Math.Round(trust * Steps), (ushort)Math.Round(risk * Steps), phase);

    /// <summary>The session's trust, 0..1.</summary>
    public double Trust => trust / Steps;

    /// <summary>The highest posterior probability of a bot that the batch reached, 0..1; see docs/models.md.</summary>
    public double Risk => risk / Steps;

    /// <summary>How far the session has come.</summary>
    public Phase Phase { get; }
}
