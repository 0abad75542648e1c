using System.Text;
using Npgsql;

namespace Sentinel.Integration.Tests;

/// <summary>Everything in a PostgreSQL database, including Hangfire's tables.</summary>
internal static class DatabaseCells
{
    /// <summary>The raw bytes of each value of each row, with table and column.</summary>
    public static async Task<IReadOnlyList<(string Where, byte[] Bytes)>> Read(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        List<string> tables = [];
        await using (
            var names = new NpgsqlCommand(
                "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables WHERE table_schema IN ('public', "
                    + "'hangfire')",
                connection
            )
        )
        await using (var reader = await names.ExecuteReaderAsync())
            while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        List<(string Where, byte[] Bytes)> cells = [];
        foreach (var table in tables)
        {
            await using var rows = new NpgsqlCommand($"SELECT * FROM {table}", connection);
            await using var reader = await rows.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    if (!await reader.IsDBNullAsync(i))
                        cells.Add(
                            (
                                $"{table}.{reader.GetName(i)}",
                                reader.GetValue(i) as byte[] ?? Encoding.UTF8.GetBytes($"{reader.GetValue(i)}")
                            )
                        );
                }
            }
        }

        return cells;
    }

    public static async Task<long> Count(string connectionString, string from)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM {from}", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
