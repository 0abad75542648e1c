using System.Collections.Immutable;
using Sentinel.Domain.Detection;

namespace Sentinel.Domain.Trust;

/// <summary>One decision with everything an answer, the ring and the audit need of it.</summary>
public sealed record Verdict
{
    public required Guid DecisionId { get; init; }

    public required Decision Decision { get; init; }

    /// <summary>The session's trust after the decision, 0..1.</summary>
    public required double Trust { get; init; }

    /// <summary>The highest posterior probability of a bot that the batch reached, 0..1; see docs/models.md.</summary>
    public required double Risk { get; init; }

    public required Phase Phase { get; init; }

    /// <summary>The strongest evidence first, at most <see cref="MaxReasons"/>.</summary>
    public ImmutableArray<Reason> Reasons { get; init; } = [];

    public required int PolicyVersion { get; init; }

    /// <summary>The baseline's version, 0 while the user has none.</summary>
    public int BaselineVersion { get; init; }

    public const int MaxReasons = 4;
}
