using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Results;
using Sentinel.Application.Reviews.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage.Auditing;

/// <summary>
/// One immediate transaction with one prepared INSERT that skips known rows. Writers wait within the busy timeout, so none is turned away.
/// </summary>
internal sealed class SqliteAuditLog(
    IDbContextFactory<SentinelDbContext> contexts, ReviewOptions reviews, ILogger<SqliteAuditLog> logger)
    : AuditLog(contexts, reviews, logger)
{
    protected override async Task<bool> Write(
        SentinelDbContext context, Partition partition, IReadOnlyList<AuditColumn> columns, IEnumerable<AuditRow> rows,
        IReadOnlyList<AuditRecord> records, CancellationToken cancel)
    {
        var connection = (SqliteConnection)context.Database.GetDbConnection();
        await using var transaction = connection.BeginTransaction(deferred: false);
        await using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = $"""
            INSERT INTO audit ({string.Join(", ", columns.Select(column => column.Name))})
            VALUES ({string.Join(", ", columns.Select(column => '@' + column.Name))})
            ON CONFLICT (decided_at, decision_id) DO NOTHING
            """;
        var values = columns.Select(column => insert.Parameters.Add(new() { ParameterName = '@' + column.Name })).ToArray();
        var kept = await Kept(context, transaction, rows, cancel);
        HashSet<Guid> written = [];
        foreach (var row in kept)
        {
            for (var i = 0; i < values.Length; i++) values[i].Value = columns[i].Value(row) ?? DBNull.Value;
            if (await insert.ExecuteNonQueryAsync(cancel) > 0) written.Add(row.DecisionId);
        }
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
        var (from, to) = (filter.From!.Value.ToUnixTimeMilliseconds(), filter.To!.Value.ToUnixTimeMilliseconds());
        return context.Database.SqlQuery<CountedReason>($"""
            SELECT json_extract(reason.value, '$.name') AS code, audit.kind, audit.decision, count(*) AS count
            FROM audit, json_each(audit.reasons) AS reason
            WHERE audit.tenant = {filter.Tenant.Value} AND audit.decided_at >= {from} AND audit.decided_at < {to}
              AND ({kind} IS NULL OR audit.kind = {kind})
              AND ({decision} IS NULL OR audit.decision = {decision})
              AND ({label} IS NULL OR EXISTS (
                SELECT 1 FROM feedback AS given
                WHERE given.tenant = audit.tenant AND given.session_id = audit.session_id AND given.label = {label}
                  AND given.decision_id IN (audit.decision_id, {Guid.Empty})))
            GROUP BY 1, 2, 3
            """);
    }

    protected override IQueryable<AuditRow> WithReason(IQueryable<AuditRow> rows, string name)
    {
        var wanted = VerdictJson.Member(name);
        return rows.Where(row => row.Reasons.Contains(wanted));
    }
}
