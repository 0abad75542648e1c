using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sentinel.Application.Ports;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Infrastructure.Settings;

namespace Sentinel.Infrastructure.ColdStorage;

/// <summary>
/// Migrates the database to this version's tables. On PostgreSQL an extra lock orders the nodes: EF Core's lock ends with each migration,
/// so nodes that start together would apply the second one twice. On SQLite the data directory is locked first, so a lock row can only be
/// left over from a killed process, and is removed.
/// </summary>
public sealed partial class Migrator(
    IDbContextFactory<SentinelDbContext> contexts,
    IAuditTable audit,
    DataDirectory directory,
    ColdStorageOptions options,
    TimeProvider time,
    ILogger<Migrator> logger)
{
    /// <summary>The number of the lock that one node holds from the check for pending migrations to the end.</summary>
    private const long Turn = 0x4D494752;

    /// <exception cref="WrongSettingException"> PostgreSQL was not reachable for as long as the options allow, or refuses, or its tables
    /// are of a version that this one does not know; or the data directory cannot be used (SQLite only). </exception>
    public async Task Run(CancellationToken cancel)
    {
        if (options.Postgres is null) directory.Hold();
        var deadline = time.GetUtcNow() + options.Wait;
        while (true)
        {
            try
            {
                await Migrate(cancel);
                return;
            }
            catch (Exception e) when (ColdStorageFault.IsTransient(e) && time.GetUtcNow() < deadline)
            {
                LogWaiting(options.Part, ColdStorageFault.NameOf(e));
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancel);
            }
            catch (Exception e) when (ColdStorageFault.Explain(e) is { } wrong)
            {
                throw wrong;
            }
        }
    }

    /// <summary>Reaches the database, changes nothing, and waits for nothing.</summary>
    /// <returns>How many migrations the next start applies; null if there is no database yet and the next start makes it.</returns>
    /// <exception cref="WrongSettingException">The database cannot be reached, refuses, or is of another line of versions.</exception>
    public async Task<int?> Pending(CancellationToken cancel)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            if (!await context.GetService<IRelationalDatabaseCreator>().ExistsAsync(cancel)) return null;
            await RefuseOthers(context, cancel);
            return (await context.Database.GetPendingMigrationsAsync(cancel)).Count();
        }
        catch (Exception e) when (ColdStorageFault.Explain(e) is { } wrong)
        {
            throw wrong;
        }
    }

    private async Task Migrate(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await using var queue = await contexts.CreateDbContextAsync(cancel);
        if (queue is PostgresContext)
            await TakeTurn(queue, cancel);
        if (context is SqliteContext)
        {
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancel);
            await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancel);
        }
        await RefuseOthers(context, cancel);
        var pending = (await context.Database.GetPendingMigrationsAsync(cancel)).Count();
        context.Database.SetCommandTimeout(0);
        if (pending > 0) await context.Database.MigrateAsync(cancel);
        await audit.Prepare(time.GetUtcNow(), cancel);
        LogMigrated(options.Part, pending);
    }

    /// <summary>Refuses tables of another line of versions: writes to them might be wrong without an error.</summary>
    private async Task RefuseOthers(SentinelDbContext context, CancellationToken cancel)
    {
        var known = context.Database.GetMigrations().ToArray();
        var unknown = (await context.Database.GetAppliedMigrationsAsync(cancel)).Except(known).ToArray();
        if (unknown.Length == 0)
            return;
        var isOlder = string.CompareOrdinal(unknown[^1], known[0]) < 0;
        throw new WrongSettingException(
            $"The database of cold storage ({options.Part})",
            isOlder
                ? $"is of a Sentinel from before the first release (migration {unknown[^1]}), whose tables are not carried over. "
                    + "Export what you need with that version, then start with an empty database"
                : $"was brought up to date by a newer Sentinel: this version does not know its migration {unknown[^1]}. "
                    + "Start that version or a later one, or restore a backup of the database from before the update");
    }

    /// <summary>Locks in a transaction, which ends with the context: a pooler would pass a session's lock to another client.</summary>
    private static async Task TakeTurn(SentinelDbContext context, CancellationToken cancel)
    {
        var creator = context.GetService<IRelationalDatabaseCreator>();
        try
        {
            if (!await creator.ExistsAsync(cancel)) await creator.CreateAsync(cancel);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another node has just created it.
        }

        // The node that holds the lock may be moving every row of a table.
        context.Database.SetCommandTimeout(0);
        await context.Database.BeginTransactionAsync(cancel);
        await context.Database.ExecuteSqlRawAsync("SET LOCAL idle_in_transaction_session_timeout = 0", cancel);
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Turn})", cancel);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Cold storage {Part} is up to date; {Count} migrations were pending")]
    private partial void LogMigrated(string part, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cold storage {Part} is not there yet ({Error}); trying again")]
    private partial void LogWaiting(string part, string error);
}
