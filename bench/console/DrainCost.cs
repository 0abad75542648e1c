using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Bench;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage;

namespace Sentinel.ConsoleBench;

/// <summary>
/// What the console costs a drain. The product's own writer writes the same slices, in turns, into a database as it ships and into one
/// without the indexes that only searches need; of the first, each statement is timed.
/// </summary>
internal sealed class DrainCost(string postgres, string folder)
{
    private const int Rows = 128_000;

    private static readonly string[] OnlyForSearches =
        ["ix_audit_tenant_decision_decided_at_decision_id", "ix_audit_tenant_kind_decided_at_decision_id"];

    private static readonly (string Name, string Text)[] Statements =
        [("counts", "INTO stat_additions"), ("cases for the review queue", "INTO reviews"), ("the rows", "INSERT INTO audit")];

    public async Task<IReadOnlyList<Finding>> Measure()
    {
        await Execute(postgres, "CREATE DATABASE bare");
        var bare = new NpgsqlConnectionStringBuilder(postgres) { Database = "bare" }.ConnectionString;
        await using var shipped = await Migrated(postgres, "shipped");
        await using var without = await Migrated(bare, "bare");
        foreach (var index in OnlyForSearches)
            await Execute(bare, $"DROP INDEX {index}");

        Dictionary<string, List<double>> statements = Statements.ToDictionary(one => one.Name, _ => new List<double>());
        List<double> whole = [], difference = [];
        var end = DateTimeOffset.UtcNow;
        var slices = AuditMonth.Records(Rows, end.AddHours(-1), TimeSpan.FromHours(1))
            .GroupBy(record => Partition.Of(record.Tenant, record.User)).ToArray();
        foreach (var (number, slice) in slices.Index())
        {
            AuditRecord[] records = [.. slice];
            Dictionary<string, double> sums = [];
            double one, other;
            if (number % 2 == 0)
                (one, other) = (await Write(shipped, slice.Key, records, sums), await Write(without, slice.Key, records, []));
            else
                (other, one) = (await Write(without, slice.Key, records, []), await Write(shipped, slice.Key, records, sums));
            // The first slices compile the writer.
            if (number < slices.Length / 8)
                continue;
            whole.Add(one);
            difference.Add(one - other);
            foreach (var (name, took) in statements)
                took.Add(sums.GetValueOrDefault(name));
        }

        return
        [
            new($"a row, in slices of {Rows / slices.Length}", Spread.Of(whole), "µs", null, "lower"),
            new("two indexes for searches", Spread.Of(difference), "µs", null, "lower"),
            .. statements.Select(statement => new Finding($"statement: {statement.Key}", Spread.Of(statement.Value), "µs", null, "lower")),
        ];
    }

    /// <summary>Returns µs a row.</summary>
    private static async Task<double> Write(
        IServiceProvider services, Partition partition, AuditRecord[] records, Dictionary<string, double> statements)
    {
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                var text = (activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) as string ?? "";
                if (Statements.FirstOrDefault(one => text.Contains(one.Text, StringComparison.Ordinal)).Name is { } name)
                    statements[name] = statements.GetValueOrDefault(name) + (activity.Duration.TotalMicroseconds / records.Length);
            },
        };
        ActivitySource.AddActivityListener(listener);
        var watch = Stopwatch.StartNew();
        await services.GetRequiredService<IAuditLog>().Append(partition, records, default);
        return watch.Elapsed.TotalMicroseconds / records.Length;
    }

    private async Task<ServiceProvider> Migrated(string connection, string name)
    {
        var services = new ServiceCollection().AddLogging(logging => logging.ClearProviders())
            .AddColdStorage(new() { Postgres = connection, DataDirectory = Path.Combine(folder, name) })
            .BuildServiceProvider();
        await services.GetRequiredService<Migrator>().Run(default);
        return services;
    }

    private static async Task Execute(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
