using System.Text.Json;
using Sentinel.Application.Stats.Records;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>A row of the table stats: what was counted in one minute or hour.</summary>
public sealed class StatRow
{
    /// <summary>The tenant of what belongs to the installation.</summary>
    internal const string Installation = "";

    public required string Tenant { get; init; }

    public StatStep Step { get; init; }

    /// <summary>When the minute or hour begins.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>JSON: an object of counts by name.</summary>
    public required string Counts { get; init; }

    internal static string Write(Counts counts) => JsonSerializer.Serialize(counts.Values);

    internal static Counts Read(string json) =>
        Application.Stats.Records.Counts.Of(JsonSerializer.Deserialize<Dictionary<string, long>>(json) ?? []);
}

/// <summary>A row of the table stat_additions: what one transaction counted in one minute. A roll-up adds it to the stats.</summary>
public sealed class StatAdditionRow
{
    public required Guid Id { get; init; }

    public required string Tenant { get; init; }

    /// <summary>When the minute begins.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>As in <see cref="StatRow"/>.</summary>
    public required string Counts { get; init; }

    internal static StatAdditionRow Of(string tenant, DateTimeOffset at, Counts counts) =>
        new() { Id = Guid.CreateVersion7(), Tenant = tenant, At = at, Counts = StatRow.Write(counts) };
}
