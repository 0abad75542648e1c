using Npgsql;
using StackExchange.Redis;

namespace Sentinel.Infrastructure;

/// <summary>Whether a connection is opened by a password that everybody knows.</summary>
public static class DefaultPasswords
{
    private static readonly string[] Known =
        ["password", "passw0rd", "postgres", "redis", "sentinel", "admin", "root", "secret", "default", "test", "changeme", "change-me", "example", "foobared", "123456", "12345678"];

    /// <summary>One of those, or the name of the role or the database.</summary>
    /// <exception cref="ArgumentException">It is no connection string.</exception>
    public static bool OpenPostgres(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        return IsKnown(parts.Password) || (!string.IsNullOrEmpty(parts.Password) && (parts.Password == parts.Username || parts.Password == parts.Database));
    }

    /// <exception cref="ArgumentException">It is no configuration of StackExchange.Redis.</exception>
    public static bool OpenRedis(string configuration) => IsKnown(ConfigurationOptions.Parse(configuration).Password);

    private static bool IsKnown(string? password) => password is not null && Known.Contains(password, StringComparer.OrdinalIgnoreCase);
}
