using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>
/// Inserts that skip existing rows, for two drains of the same records. EF Core has no <c>ON CONFLICT</c>, and a duplicate key would fail
/// the job and fill the log. Both databases take the same statement.
/// </summary>
internal static class MissingRows
{
    /// <summary>Rows per statement; their parameters stay well below the limit of either database.</summary>
    private const int Most = 500;

    /// <summary>
    /// Inserts the rows in this order and returns how many were new. Concurrent callers must use the same order, or PostgreSQL reports a
    /// deadlock. Columns that the database generates are left out.
    /// </summary>
    public static Task<int> InsertMissing<T>(this SentinelDbContext context, IEnumerable<T> rows, CancellationToken cancel)
        where T : class => context.Insert(rows, "DO NOTHING", cancel);

    /// <summary>Like InsertMissing, with another conflict clause, in SQL of both databases. Rows must be unique.</summary>
    public static async Task<int> Insert<T>(
        this SentinelDbContext context, IEnumerable<T> rows, string onConflict, CancellationToken cancel)
        where T : class
    {
        var entity = context.Model.FindEntityType(typeof(T))!;
        IProperty[] columns = [.. entity.GetProperties().Where(property => property.ValueGenerated == ValueGenerated.Never)];
        var names = string.Join(", ", columns.Select(column => column.GetColumnName()));
        await context.Database.OpenConnectionAsync(cancel);
        try
        {
            var inserted = 0;
            foreach (var slice in rows.Chunk(Most))
            {
                await using var insert = context.Database.GetDbConnection().CreateCommand();
                insert.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
                var values = slice.Select(row => '(' + string.Join(", ", columns.Select(column =>
                {
                    var name = string.Create(CultureInfo.InvariantCulture, $"@p{insert.Parameters.Count}");
                    var value = column.PropertyInfo!.GetValue(row);
                    insert.Parameters.Add(column.GetRelationalTypeMapping().CreateParameter(insert, name, value, column.IsNullable));
                    return name;
                })) + ')');
#pragma warning disable CA2100 // Names come from the model; values are parameters.
                insert.CommandText =
                    $"INSERT INTO {entity.GetTableName()} ({names}) VALUES {string.Join(", ", values)} ON CONFLICT {onConflict}";
#pragma warning restore CA2100
                inserted += await insert.ExecuteNonQueryAsync(cancel);
            }

            return inserted;
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }
}
