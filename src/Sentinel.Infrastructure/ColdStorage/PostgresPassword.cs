using Npgsql;

namespace Sentinel.Infrastructure.ColdStorage;

/// <summary>What a connection to PostgreSQL is opened by.</summary>
public static class PostgresPassword
{
    /// <summary>The password, null where there is none, and the names that it should not be.</summary>
    /// <exception cref="ArgumentException">It is no connection string.</exception>
    public static (string? Password, string? Role, string? Database) Of(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        return (parts.Password, parts.Username, parts.Database);
    }
}
