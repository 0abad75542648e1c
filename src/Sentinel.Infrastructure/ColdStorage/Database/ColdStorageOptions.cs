namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>Where the cold storage and the node's own files are.</summary>
public sealed record ColdStorageOptions
{
    /// <summary>
    /// PostgreSQL 15 or later, as <see cref="PostgresSetting"/> reads it, PgBouncer in transaction mode included; null for SQLite in the
    /// data directory.
    /// </summary>
    public string? Postgres { get; init; }

    /// <summary>The node's own folder (<c>SENTINEL_DATA</c>); made when missing, readable by its owner only.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>How long a start waits for a PostgreSQL that is away.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The part's name as the start log and the health check say it.</summary>
    public string Part => Postgres is null ? "SQLite" : "PostgreSQL";
}
