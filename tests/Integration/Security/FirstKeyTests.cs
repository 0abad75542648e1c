using Npgsql;

namespace Sentinel.Integration.Tests;

/// <summary>The first key of an installation with several nodes.</summary>
[Collection(PostgresParts.Name)]
public sealed class FirstKeyTests(PostgresServer server)
{
    [Fact]
    [Trait("Category", "Long")]
    public async Task Start_WhenThreeNodesStartTogetherOnAnEmptyDatabase_MakesOneKey()
    {
        var database = await server.Database("first_key");
        var settings = new NodeSettings { GivesKey = false, Postgres = database };
        SentinelNode[] nodes = [new(settings), new(settings), new(settings)];
        try
        {
            Assert.Equal(0, (await nodes[0].Run("--migrate")).Exit);
            // All nodes read the keys before any is written.
            await using var connection = new NpgsqlConnection(database);
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await Scalar(connection, "LOCK TABLE api_keys IN EXCLUSIVE MODE");
            var starting = nodes.Select(node => node.Start()).ToArray();
            await Probe.Until(
                async () => await Scalar(connection, """
                    SELECT count(*) FROM pg_locks
                    WHERE NOT granted AND (locktype = 'advisory' OR relation = 'api_keys'::regclass)
                    """) is 3L,
                "all of them wait");
            await transaction.CommitAsync();
            await Task.WhenAll(starting);

            Assert.Equal(1, await DatabaseCells.Count(database, "api_keys"));
            var maker = Assert.Single(nodes, node => File.Exists(Path.Combine(node.DataFolder, "bootstrap-key")));
            var key = (await File.ReadAllTextAsync(Path.Combine(maker.DataFolder, "bootstrap-key"))).Trim();
            foreach (var node in nodes)
            {
                (await node.With(key).Get("/api/v1/keys")).Expect(200);
                Assert.Equal(node != maker, node.Log.Contains("this node did not make it", StringComparison.Ordinal));
            }
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }
    }

    private static async Task<object?> Scalar(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
