using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Results;
using Sentinel.Application.Reviews.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage.Auditing;

/// <summary>
/// COPY into a temporary table, then one INSERT that skips known rows. Lock, table and COPY end with the transaction, so a pooler may use
/// another server connection for the next one.
/// </summary>
internal sealed class PostgresAuditLog(
    IDbContextFactory<SentinelDbContext> contexts, ReviewOptions reviews, ILogger<PostgresAuditLog> logger)
    : AuditLog(contexts, reviews, logger)
{
    /// <summary>The first of the two lock numbers; the second is the partition.</summary>
    public const int LockSpace = 0x53454E54;

    protected override async Task<bool> Write(
        SentinelDbContext context, Partition partition, IReadOnlyList<AuditColumn> columns, IEnumerable<AuditRow> rows,
        IReadOnlyList<AuditRecord> records, CancellationToken cancel)
    {
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await TryLock(connection, partition, cancel)) return false;
        // The outbox is trimmed next, so the commit must be on disk, whatever the role's default.
        await Execute(connection, "SET LOCAL synchronous_commit = on", cancel);
        await Execute(connection, "CREATE TEMPORARY TABLE drained (LIKE audit) ON COMMIT DROP", cancel);
        var kept = await Kept(context, transaction, rows, cancel);
        await Copy(connection, columns, kept, cancel);
        var names = Names(columns);
        var written = await Insert(connection, names, cancel);
        await Keep(context, transaction, kept, records, cancel);
        await Count(context, transaction, written, records, cancel);
        // No cancellation: a canceled commit may still have succeeded, and EF logs it as an error.
        await transaction.CommitAsync(CancellationToken.None);
        return true;
    }

    protected override IQueryable<CountedReason> CountReasons(SentinelDbContext context, AuditFilter filter)
    {
        var (kind, label) = (filter.Kind is { } k ? WireWord.Of(k) : null, filter.Label is { } l ? WireWord.Of(l) : null);
        var decision = filter.Decision is { } d ? WireWord.Of(d) : null;
        return context.Database.SqlQuery<CountedReason>($"""
            SELECT reason->>'name' AS code, audit.kind, audit.decision, count(*) AS count
            FROM audit CROSS JOIN LATERAL jsonb_array_elements(audit.reasons) AS reason
            WHERE audit.tenant = {filter.Tenant.Value}
              AND audit.decided_at >= {filter.From!.Value.ToUniversalTime()} AND audit.decided_at < {filter.To!.Value.ToUniversalTime()}
              AND ({kind}::text IS NULL OR audit.kind = {kind})
              AND ({decision}::text IS NULL OR audit.decision = {decision})
              AND ({label}::text IS NULL OR EXISTS (
                SELECT 1 FROM feedback AS given
                WHERE given.tenant = audit.tenant AND given.session_id = audit.session_id AND given.label = {label}
                  AND given.decision_id IN (audit.decision_id, {Guid.Empty})))
            GROUP BY 1, 2, 3
            """);
    }

    protected override IQueryable<AuditRow> WithReason(IQueryable<AuditRow> rows, string name)
    {
        var wanted = VerdictJson.Containing(name);
        return rows.Where(row => EF.Functions.JsonContains(row.Reasons, wanted));
    }

    private static async Task<bool> TryLock(NpgsqlConnection connection, Partition partition, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_xact_lock($1, $2)", connection)
        {
            Parameters = { new() { Value = LockSpace }, new() { Value = (int)partition.Value } },
        };
        return await command.ExecuteScalarAsync(cancel) is true;
    }

    private static async Task Copy(
        NpgsqlConnection connection,
        IReadOnlyList<AuditColumn> columns,
        IEnumerable<AuditRow> rows,
        CancellationToken cancel
    )
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            $"COPY drained ({Names(columns)}) FROM STDIN (FORMAT BINARY)",
            cancel
        );
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancel);
            foreach (var column in columns)
            {
                if (column.Value(row) is { } value) await copy.WriteAsync(value, column.Type, cancel);
                else await copy.WriteNullAsync(cancel);
            }
        }
        await copy.CompleteAsync(cancel);
    }

    /// <summary>Returns the decisions of the rows that were new.</summary>
    private static async Task<HashSet<Guid>> Insert(NpgsqlConnection connection, string names, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"""
            INSERT INTO audit ({names}) SELECT {names} FROM drained
            ON CONFLICT (decided_at, decision_id) DO NOTHING RETURNING decision_id
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        HashSet<Guid> written = [];
        while (await reader.ReadAsync(cancel)) written.Add(reader.GetGuid(0));
        return written;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static string Names(IReadOnlyList<AuditColumn> columns) => string.Join(", ", columns.Select(column => column.Name));
}
