namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>The location of cold storage and of the node's files.</summary>
public sealed record ColdStorageOptions
{
    /// <summary>
    /// PostgreSQL 15 or later, in a form that <see cref="PostgresSetting"/> reads, also through PgBouncer in transaction mode. Null for
    /// SQLite in the data directory.
    /// </summary>
    public string? Postgres { get; init; }

    /// <summary>The node's folder (<c>SENTINEL_DATA</c>); created if missing, readable by its owner only.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>How long a start waits for PostgreSQL.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The part's name in the start log and the health check.</summary>
    public string Part => Postgres is null ? "SQLite" : "PostgreSQL";
}
