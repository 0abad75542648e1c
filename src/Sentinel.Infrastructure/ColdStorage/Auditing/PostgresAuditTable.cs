using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage.Auditing;

/// <summary>
/// One partition per month, <c>audit_2026_01</c>, and <c>audit_default</c> for rows of other months. Partitions are created and dropped
/// under short locks: if a lock is not free within seconds, nothing changes, and the next run tries again.
/// </summary>
internal sealed partial class PostgresAuditTable(IDbContextFactory<SentinelDbContext> contexts, ILogger<PostgresAuditTable> logger)
    : AuditTable(contexts)
{
    private const int MonthsAhead = 2;
    private const string NameFormat = "'audit_'yyyy'_'MM";

    public override async Task Prepare(DateTimeOffset now, CancellationToken cancel)
    {
        var month = Month(now);
        for (var ahead = 0; ahead <= MonthsAhead; ahead++)
        {
            try
            {
                await Make(month.AddMonths(ahead), cancel);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                LogWaits(Name(month.AddMonths(ahead)), e.SqlState);
            }
        }
    }

    public override async Task<int> DropMonths(DateTimeOffset before, CancellationToken cancel)
    {
        await using var context = await Contexts.CreateDbContextAsync(cancel);
        var dropped = 0;
        foreach (var name in await Partitions(context, cancel))
        {
            if (
                !DateTime.TryParseExact(
                    name,
                    NameFormat,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                    out var month
                )
                || new DateTimeOffset(month).AddMonths(1) > before
            )
                continue;
            await Locked(context, $"DROP TABLE IF EXISTS {name}", cancel);
            LogDropped(name);
            dropped++;
        }

        return dropped;
    }

    /// <summary>Moves the month's rows out of the default partition; otherwise PostgreSQL would refuse the new one.</summary>
    private async Task Make(DateTimeOffset month, CancellationToken cancel)
    {
        var name = Name(month);
        await using var context = await Contexts.CreateDbContextAsync(cancel);
        if ((await Partitions(context, cancel)).Contains(name)) return;
        var (from, to) = (Literal(month), Literal(month.AddMonths(1)));
        await Locked(
            context,
            $"""
            DO $$ BEGIN
              LOCK TABLE audit_default IN ACCESS EXCLUSIVE MODE;
              IF to_regclass('{name}') IS NULL THEN
                CREATE TABLE {name} (LIKE audit INCLUDING DEFAULTS);
                WITH moved AS (DELETE FROM audit_default WHERE decided_at >= {from} AND decided_at < {to} RETURNING *)
                INSERT INTO {name} SELECT * FROM moved;
                ALTER TABLE audit ATTACH PARTITION {name} FOR VALUES FROM ({from}) TO ({to});
              END IF;
            END $$
            """,
            cancel);
        LogMade(name);
    }

    private static async Task<IReadOnlyList<string>> Partitions(SentinelDbContext context, CancellationToken cancel) =>
        await context
            .Database.SqlQueryRaw<string>(
                "SELECT inhrelid::regclass::text AS \"Value\" FROM pg_inherits WHERE inhparent = 'audit'::regclass"
            )
            .ToListAsync(cancel);

    private static async Task Locked(SentinelDbContext context, string sql, CancellationToken cancel)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        await context.Database.ExecuteSqlRawAsync("SET LOCAL lock_timeout = '5s'", cancel);
        await context.Database.ExecuteSqlRawAsync(sql, cancel);
        await transaction.CommitAsync(CancellationToken.None);
    }

    private static DateTimeOffset Month(DateTimeOffset moment) =>
        new(moment.UtcDateTime.Year, moment.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);

    private static string Name(DateTimeOffset month) => month.ToString(NameFormat, CultureInfo.InvariantCulture);

    private static string Literal(DateTimeOffset moment) =>
        string.Create(CultureInfo.InvariantCulture, $"'{moment:yyyy-MM-dd} 00:00:00+00'");

    [LoggerMessage(Level = LogLevel.Information, Message = "Audit partition {Name} was made")]
    private partial void LogMade(string name);

    [LoggerMessage(Level = LogLevel.Information, Message = "Audit partition {Name} was dropped: no tenant keeps its month")]
    private partial void LogDropped(string name);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Audit partition {Name} could not be made just now ({Error}); its rows go to the default partition until it is"
    )]
    private partial void LogWaits(string name, string error);

    protected override Task Hold(SentinelDbContext context, Partition partition, CancellationToken cancel) =>
        context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({PostgresAuditLog.LockSpace}, {(int)partition.Value})", cancel);
}
