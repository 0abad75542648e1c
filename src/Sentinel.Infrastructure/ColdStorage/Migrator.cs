using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sentinel.Application.Ports;

namespace Sentinel.Infrastructure.ColdStorage;

/// <summary>
/// Brings the database to this version's tables. On PostgreSQL a lock orders the nodes: EF Core lets go of its own between two migrations, and a node
/// that came in between would make the second one twice. On SQLite the data directory is held first, so a lock row that a killed process left behind can only be stale, and is removed instead of waited for.
/// </summary>
public sealed partial class Migrator(
    IDbContextFactory<SentinelDbContext> contexts,
    IAuditTable audit,
    DataDirectory directory,
    ColdStorageOptions options,
    TimeProvider time,
    ILogger<Migrator> logger)
{
    /// <summary>The lock's number; drains lock pairs of numbers, which PostgreSQL keeps apart.</summary>
    private const long LockNumber = 0x53454E544D494752;

    /// <summary>How long a PostgreSQL that is still starting is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="InvalidOperationException">Another Sentinel uses the data directory (SQLite only).</exception>
    /// <exception cref="NpgsqlException">PostgreSQL could not be reached for 30 s.</exception>
    public async Task Run(CancellationToken cancel)
    {
        if (options.Postgres is null) directory.Hold();
        var deadline = time.GetUtcNow() + Patience;
        while (true)
        {
            try
            {
                await Migrate(cancel);
                return;
            }
            catch (NpgsqlException e) when (e.IsTransient && time.GetUtcNow() < deadline)
            {
                LogWaiting(options.Part, e.SqlState ?? e.GetBaseException().GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancel);
            }
        }
    }

    private async Task Migrate(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (context is SqliteContext)
        {
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancel);
            await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancel);
        }
        await using var order = await contexts.CreateDbContextAsync(cancel);
        await using var ordered = context is PostgresContext ? await Lock(order, cancel) : null;
        var pending = (await context.Database.GetPendingMigrationsAsync(cancel)).Count();
        // A migration may move every row of a table.
        context.Database.SetCommandTimeout(0);
        if (pending > 0) await context.Database.MigrateAsync(cancel);
        await audit.Prepare(time.GetUtcNow(), cancel);
        LogMigrated(options.Part, pending);
    }

    /// <summary>A transaction of a second connection holds it, so that a pooler leaves it alone, for as long as the migrations take.</summary>
    private static async Task<IDbContextTransaction> Lock(SentinelDbContext order, CancellationToken cancel)
    {
        order.Database.SetCommandTimeout(0);
        var transaction = await order.Database.BeginTransactionAsync(cancel);
        await order.Database.ExecuteSqlRawAsync("SET LOCAL idle_in_transaction_session_timeout = 0", cancel);
        await order.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockNumber})", cancel);
        return transaction;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Cold storage {Part} is up to date; {Count} migrations were pending")]
    private partial void LogMigrated(string part, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cold storage {Part} is not there yet ({Error}); trying again")]
    private partial void LogWaiting(string part, string error);
}
