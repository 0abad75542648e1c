using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Simulations.Records;

/// <summary>What has become of a simulation.</summary>
public enum SimulationState : byte
{
    /// <summary>No job has worked on it yet.</summary>
    Queued,

    Running,

    Done,

    /// <summary>An administrator stopped it. What it had counted stays.</summary>
    Stopped,

    /// <summary>A row could not be simulated, also after several attempts.</summary>
    Failed,
}

/// <summary>A policy tried over the sessions that were opened in a time.</summary>
public sealed record PolicySimulation
{
    public required Guid Id { get; init; }

    public required TenantId Tenant { get; init; }

    /// <summary>The API key or person who started it; empty for none.</summary>
    public string Actor { get; init; } = "";

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The version of the policy that is tried.</summary>
    public required int Candidate { get; init; }

    /// <summary>The version to compare with; null to compare with what was decided.</summary>
    public int? Baseline { get; init; }

    /// <summary>Sessions opened from then on, inclusive.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    public SimulationState State { get; init; }

    /// <summary>When a job first worked on it; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was done, stopped or given up; null while it waits or runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When a job last stored what it had counted.</summary>
    public DateTimeOffset AdvancedAt { get; init; }

    /// <summary>Share of the sessions that it has gone through, 0..1.</summary>
    public double Share { get; init; }

    public SimulationCounts Counts { get; init; } = new();

    /// <summary>How much longer it takes at the pace so far; null while that is unknown, or when it has ended.</summary>
    public TimeSpan? Left =>
        FinishedAt is null && StartedAt is { } started && Share > 0 ? (AdvancedAt - started) * ((1 - Share) / Share) : null;
}

/// <param name="Items">The newest first.</param>
/// <param name="Next">Null on the last page.</param>
public sealed record SimulationPage(IReadOnlyList<PolicySimulation> Items, AuditCursor? Next);

/// <summary>An unfinished simulation, to go on with.</summary>
/// <param name="Simulation">What has been counted so far.</param>
/// <param name="Candidate">The policy that is tried, as it was at the start: a draft may have changed since.</param>
/// <param name="Baseline">The policy to compare with; null for none.</param>
/// <param name="At">Where to go on.</param>
/// <param name="Slice">Counts what has been stored: of two nodes with the same slice, one may store the next.</param>
public sealed record SimulationWork(PolicySimulation Simulation, Policy Candidate, Policy? Baseline, RecordedCursor At, int Slice);
