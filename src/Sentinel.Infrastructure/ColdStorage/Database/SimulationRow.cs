using System.Text.Json;
using Sentinel.Application.Policies;
using Sentinel.Application.Simulations.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>A row of the table simulations. <see cref="PolicySimulation"/> documents the members.</summary>
public sealed class SimulationRow
{
    public required string Tenant { get; init; }

    public Guid Id { get; init; }

    public string Actor { get; init; } = "";

    public DateTimeOffset RequestedAt { get; init; }

    public int Candidate { get; init; }

    public int? Baseline { get; init; }

    /// <summary>JSON, see <see cref="PolicyDocument"/>: the policy as it was at the start.</summary>
    public required string CandidatePolicy { get; init; }

    /// <summary>JSON; null for none.</summary>
    public string? BaselinePolicy { get; init; }

    public DateTimeOffset OpenedFrom { get; init; }

    public DateTimeOffset OpenedBefore { get; init; }

    public SimulationState State { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public DateTimeOffset AdvancedAt { get; init; }

    public double Share { get; init; }

    /// <summary>JSON of the counts.</summary>
    public required string Counts { get; init; }

    /// <summary>The partition to go on with.</summary>
    public int NextPartition { get; init; }

    /// <summary>The last session of it that is counted; empty at its beginning.</summary>
    public string LastSession { get; init; } = "";

    /// <summary>How often counts were stored.</summary>
    public int Slice { get; init; }

    /// <summary>How often a job began since counts were last stored.</summary>
    public int Attempts { get; init; }

    internal static SimulationRow Of(PolicySimulation one, Policy candidate, Policy? baseline) => new()
    {
        Tenant = one.Tenant.Value,
        Id = one.Id,
        Actor = one.Actor,
        RequestedAt = one.RequestedAt,
        Candidate = one.Candidate,
        Baseline = one.Baseline,
        CandidatePolicy = ContentOf(candidate),
        BaselinePolicy = baseline is null ? null : ContentOf(baseline),
        OpenedFrom = one.From,
        OpenedBefore = one.To,
        AdvancedAt = one.AdvancedAt,
        Counts = Write(one.Counts),
    };

    internal static string ContentOf(Policy policy) => PolicyDocument.Write(policy).ToJsonString();

    internal static string Write(SimulationCounts counts) => JsonSerializer.Serialize(counts);

    internal PolicySimulation ToSimulation() => new()
    {
        Id = Id,
        Tenant = TenantId.Parse(Tenant),
        Actor = Actor,
        RequestedAt = RequestedAt,
        Candidate = Candidate,
        Baseline = Baseline,
        From = OpenedFrom,
        To = OpenedBefore,
        State = State,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
        AdvancedAt = AdvancedAt,
        Share = Share,
        Counts = JsonSerializer.Deserialize<SimulationCounts>(Counts) ?? new(),
    };

    internal SimulationWork ToWork() => new(
        ToSimulation(),
        PolicyDocument.ReadStored(CandidatePolicy) with { Version = Candidate },
        BaselinePolicy is { } other ? PolicyDocument.ReadStored(other) with { Version = Baseline ?? 0 } : null,
        LastSession.Length > 0 ? RecordedCursor.After(SessionId.Parse(LastSession)) : RecordedCursor.OfPartition(NextPartition),
        Slice);
}
