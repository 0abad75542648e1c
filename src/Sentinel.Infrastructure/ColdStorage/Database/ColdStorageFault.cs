using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Data.Sqlite;
using Npgsql;
using Sentinel.Infrastructure.Settings;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>
/// Explains a database failure to the operator. The drivers' messages are left out, because they quote users, hosts and files.
/// </summary>
public static class ColdStorageFault
{
    private const int ReadOnly = 8, Full = 13, CannotOpen = 14, Corrupt = 11, NoDatabase = 26;

    /// <summary>Null if no database failure is found. Inner exceptions are searched, because EF Core wraps transient ones.</summary>
    public static WrongSettingException? Explain(Exception e) => Cause<NpgsqlException>(e) is { } npgsql
        ? new(PostgresSetting.Name, OfPostgres(npgsql))
        : Cause<SqliteException>(e) is { } sqlite ? new(DataDirectory.Setting, OfSqlite(sqlite))
        : null;

    /// <summary>Whether PostgreSQL is not there yet and may come.</summary>
    internal static bool IsTransient(Exception e) => Cause<NpgsqlException>(e) is { IsTransient: true };

    /// <summary>The SQLSTATE or the kind of failure, for logs.</summary>
    internal static string NameOf(Exception e) =>
        Cause<NpgsqlException>(e)?.SqlState ?? (e.GetBaseException() is SocketException socket ? $"{socket.SocketErrorCode}"
            : e.GetBaseException().GetType().Name);

    private static string OfPostgres(NpgsqlException e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            "is refused by PostgreSQL: check the user, the password and, in pg_hba.conf, from where that user may connect and whether "
                + "TLS is asked for",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName }
            => "names a database that PostgreSQL does not have: create it",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
            "names a user without the rights that Sentinel needs: let it own the database, or create the database and grant it CREATE "
                + "there",
        PostgresException { SqlState: { } state } => $"leads to a PostgreSQL that answers with SQLSTATE {state}: its log says more",
        _ when e.GetBaseException() is AuthenticationException
            => "leads to a PostgreSQL whose TLS certificate is not trusted: check the host name, sslmode and sslrootcert",
        _ when IsTransient(e)
            => $"leads to no PostgreSQL that answers ({NameOf(e)}): start it, or check host and port. A start waits for it {Waits}",
        _ => "leads to a PostgreSQL that cannot be signed in to: check whether a password is missing, and sslmode",
    };

    private const string Waits = "as long as Postgres:WaitSeconds says";

    private static string OfSqlite(SqliteException e) => e.SqliteErrorCode switch
    {
        ReadOnly or CannotOpen
            => "has a database that this user may not write: make sentinel.db and its folder writable, or name another folder",
        Full => "names a folder without free space: free some, or name another folder",
        Corrupt or NoDatabase => "has a sentinel.db that is damaged or no database: restore it from a backup, or name another folder",
        var code => $"has a database that fails with SQLite's code {code}: restore it from a backup, or name another folder",
    };

    private static T? Cause<T>(Exception? e)
        where T : Exception => e switch
        {
            null => null,
            T found => found,
            AggregateException several => several.InnerExceptions.Select(Cause<T>).FirstOrDefault(one => one is not null),
            _ => Cause<T>(e.InnerException),
        };
}
