using Sentinel.Domain.Features;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>A row of the table sketches: a sketch of input.</summary>
public sealed class SketchRow
{
    public required string Tenant { get; init; }

    public required string SessionId { get; init; }

    public Guid DecisionId { get; init; }

    /// <summary>Counts the sketches of the decision from 0.</summary>
    public int Number { get; init; }

    public required string UserId { get; init; }

    /// <summary>When the decision was made.</summary>
    public DateTimeOffset At { get; init; }

    public SketchKind Kind { get; init; }

    /// <summary><see cref="InputSketch.Measures"/>, bit by bit.</summary>
    public long Measures { get; init; }

    /// <summary><see cref="InputSketch.Cell"/>.</summary>
    public int Cell { get; init; }

    internal InputSketch Sketch => new(Kind, unchecked((ulong)Measures));
}
