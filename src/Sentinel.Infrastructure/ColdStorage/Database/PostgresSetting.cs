using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Sentinel.Infrastructure.Settings;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary><c>ConnectionStrings:Postgres</c>: an Npgsql connection string, or a libpq URL.</summary>
public static partial class PostgresSetting
{
    /// <summary>The setting's name.</summary>
    public const string Name = "ConnectionStrings:Postgres";

    /// <summary>
    /// Parameters of other clients and poolers, without effect here: Sentinel uses no session state or prepared statements.
    /// </summary>
    private static readonly HashSet<string> Ignored =
    [
        "pgbouncer", "supa", "pool_mode", "pool_timeout", "prepared_statements", "preparethreshold", "statement_cache_size", "workaround",
        "uselibpqcompat", "gssencmode", "client_encoding", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count",
        "fallback_application_name",
    ];

    /// <summary>Sentinel uses no session state, so connections need no reset, which PgBouncer in transaction mode could not do.</summary>
    /// <exception cref="FormatException">The text has neither form. The message does not quote it.</exception>
    private static NpgsqlConnectionStringBuilder Parse(string given)
    {
        var parts = ConnectionUrl.Resembles(given) ? OfUrl(ConnectionUrl.Parse(given, "postgres", "postgresql"))
            : Understood(() => new NpgsqlConnectionStringBuilder(given));
        if (string.IsNullOrWhiteSpace(parts.Host))
            throw new FormatException("names no host");
        foreach (var host in parts.Host.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!ConnectionUrl.IsHost(host) && !Socket().IsMatch(host))
                ConnectionUrl.Host(host);
        }

        parts.NoResetOnClose = true;
        // Contradicting parameters show only here.
        Understood(() => NpgsqlDataSource.Create(parts.ConnectionString)).Dispose();
        return parts;
    }

    /// <exception cref="FormatException">Npgsql rejects the text. Its message quotes the value, so it is left out.</exception>
    private static T Understood<T>(Func<T> ofNpgsql)
    {
        try
        {
            return ofNpgsql();
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException
            or InvalidOperationException or NotSupportedException)
        {
            throw new FormatException(
                "is no connection string: write Host=…;Database=…;Username=…;Password=… as Npgsql reads it, or "
                + "postgresql://user:password@host:port/database");
        }
    }

    /// <summary>The folder of a PostgreSQL socket.</summary>
    [GeneratedRegex("^/[a-zA-Z0-9._/-]*$")]
    private static partial Regex Socket();

    /// <inheritdoc cref="Parse"/>
    public static string ConnectionString(string given) => Parse(given).ConnectionString;

    /// <summary>The password (null if absent), and the role and database, which it should not equal.</summary>
    /// <exception cref="FormatException">The text is not a connection string.</exception>
    public static (string? Password, string? Role, string? Database) Secrets(string given)
    {
        var parts = Parse(given);
        return (parts.Password, parts.Username, parts.Database);
    }

    private static NpgsqlConnectionStringBuilder OfUrl(ConnectionUrl url)
    {
        NpgsqlConnectionStringBuilder parts = new();
        if (url.User is { } user) parts.Username = user;
        if (url.Password is { } password) parts.Password = password;
        if (url.Path.Length > 0) parts.Database = url.Path;
        if (url.Hosts is [var (host, port)])
        {
            parts.Host = host;
            if (port is { } number) parts.Port = number;
        }
        else
        {
            parts.Host = string.Join(',', url.Hosts.Select(Text));
        }

        foreach (var (name, value) in url.Parameters)
            Set(parts, name, value);
        return parts;
    }

    private static string Text((string Name, int? Port) host)
    {
        var name = host.Name.Contains(':', StringComparison.Ordinal) ? $"[{host.Name}]" : host.Name;
        return $"{name}:{host.Port ?? NpgsqlConnection.DefaultPort}";
    }

    private static void Set(NpgsqlConnectionStringBuilder parts, string name, string value)
    {
        switch (name)
        {
            case "sslmode" when value == "no-verify": parts.SslMode = SslMode.Require; break;
            case "sslmode": parts.SslMode = Word<SslMode>(value); break;
            case "sslnegotiation": parts.SslNegotiation = Word<SslNegotiation>(value); break;
            case "sslrootcert" when value == "system": break;
            case "sslrootcert": parts.RootCertificate = value; break;
            case "sslcert": parts.SslCertificate = value; break;
            case "sslkey": parts.SslKey = value; break;
            case "sslpassword": parts.SslPassword = value; break;
            case "channel_binding": parts.ChannelBinding = Word<ChannelBinding>(value); break;
            case "connect_timeout": Number(value, number => parts.Timeout = number); break;
            case "connection_limit" or "pool_size": Number(value, number => parts.MaxPoolSize = number); break;
            case "application_name": parts.ApplicationName = value; break;
            case "options": parts.Options = value; break;
            case "schema" or "search_path": parts.SearchPath = value; break;
            case "target_session_attrs": Understood(() => parts.TargetSessionAttributes = value); break;
            case "user": parts.Username = value; break;
            case "password": parts.Password = value; break;
            case "dbname": parts.Database = value; break;
            case "host": parts.Host = value; break;
            case "port": Number(value, number => parts.Port = number); break;
            default:
                if (!Ignored.Contains(name))
                    throw new FormatException(
                        "has a parameter that Sentinel does not know: remove it, or write the setting as Npgsql reads it, "
                        + "Host=…;Database=…");
                break;
        }
    }

    /// <summary>Parses a libpq word, such as <c>verify-full</c> for VerifyFull.</summary>
    private static T Word<T>(string value)
        where T : struct, Enum =>
        Enum.GetNames<T>().FirstOrDefault(name => name.Equals(value.Replace("-", "", StringComparison.Ordinal),
            StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse<T>(known)
            : throw new FormatException("has a parameter with a word that is none of libpq's, such as sslmode=require");

    private static void Number(string value, Action<int> set)
    {
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new FormatException("has a parameter that is not the number which it should be");
        Understood(() =>
        {
            set(number);
            return number;
        });
    }
}
