using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Audit.Digests;
using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage.Auditing;

/// <summary>
/// Reads the table audit without this project's types. A changed row may contain an unknown decision word, an invalid user id or a number
/// instead of a text; it must be reported as changed, not end the reading.
/// </summary>
internal sealed class AuditFingerprints(IDbContextFactory<SentinelDbContext> contexts)
{
    private const string Hash = "hash";
    private const string ErasedAt = "erased_at";

    public async IAsyncEnumerable<AuditFingerprint> Of(TenantId tenant, DateOnly day, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var columns = AuditColumn.Of(context);
        var names = columns.Select((column, place) => (column.Name, place)).ToDictionary();
        var hash = new AuditHash(columns);
        await using var command = await Command(
            context,
            columns,
            $"SELECT {string.Join(", ", columns.Select(column => column.Name))}",
            "ORDER BY decided_at, decision_id",
            tenant,
            day,
            day,
            cancel
        );
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var values = new object[columns.Count];
        while (await rows.ReadAsync(cancel))
        {
            rows.GetValues(values);
            object Value(AuditColumn column) => values[names[column.Name]];
            var id = values[names["decision_id"]];
            yield return new(
                id as Guid? ?? (Guid.TryParse(id as string, out var parsed) ? parsed : Guid.Empty),
                values[names[Hash]] as byte[] ?? [],
                hash.Of(Value),
                values[names[ErasedAt]] is DBNull ? RowState.Whole
                    : hash.Of(Value)
                        .AsSpan()
                        .SequenceEqual(
                            hash.Of(column => AuditRow.KeptByErasure.Contains(column.Member) ? Value(column) : column.Value(AuditRow.Blank))
                        )
                        ? RowState.Erased
                    : RowState.NotQuiteErased
            );
        }
    }

    public async Task<IReadOnlyDictionary<DateOnly, long>> CountByDay(TenantId tenant, DateOnly from, DateOnly to, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var day = context is SqliteContext ? "decided_at / 86400000" : "(decided_at AT TIME ZONE 'UTC')::date - DATE '1970-01-01'";
        await using var command = await Command(
            context,
            AuditColumn.Of(context),
            $"SELECT {day}, count(*)",
            "GROUP BY 1",
            tenant,
            from,
            to,
            cancel
        );
        await using var rows = await command.ExecuteReaderAsync(cancel);
        Dictionary<DateOnly, long> counts = [];
        while (await rows.ReadAsync(cancel))
            counts[AuditDays.Of(DateTimeOffset.UnixEpoch).AddDays(Convert.ToInt32(rows.GetValue(0), null))] = rows.GetInt64(1);
        return counts;
    }

    /// <summary>Covers the days from the first to the last, inclusive.</summary>
    private static async Task<DbCommand> Command(
        SentinelDbContext context,
        IReadOnlyList<AuditColumn> columns,
        string select,
        string order,
        TenantId tenant,
        DateOnly first,
        DateOnly last,
        CancellationToken cancel
    )
    {
        await context.Database.OpenConnectionAsync(cancel);
        var time = columns.Single(column => column.Name == "decided_at");
        var command = context.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The text contains no external input.
        command.CommandText = $"{select} FROM audit WHERE tenant = @tenant AND decided_at >= @from AND decided_at < @to {order}";
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        Add("@tenant", tenant.Value);
        Add("@from", time.ToStore(AuditDays.Start(first)));
        Add("@to", time.ToStore(last == DateOnly.MaxValue ? DateTimeOffset.MaxValue : AuditDays.Start(last.AddDays(1))));
        return command;

        void Add(string name, object? value)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
    }
}
