using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace Sentinel.Integration.Tests;

/// <summary>A Redis Cluster of three masters without replicas; if one is down, the others continue.</summary>
public sealed class RedisCluster : IAsyncLifetime
{
    private const int Slots = 16_384;

    public IReadOnlyList<RedisServer> Masters { get; } = [.. Enumerable.Range(0, 3).Select(_ => Master())];

    /// <summary>The connection string for StackExchange.Redis.</summary>
    public string ConnectionString => string.Join(',', Masters.Select(master => master.ConnectionString));

    public async Task InitializeAsync()
    {
        foreach (var master in Masters) await master.InitializeAsync();
        for (var i = 0; i < Masters.Count; i++)
        {
            await On(Masters[i], server => server.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", i * Slots / 3, ((i + 1) * Slots / 3) - 1));
            if (i > 0)
                await On(Masters[0], server => server.ExecuteAsync("CLUSTER", "MEET", "127.0.0.1", Masters[i].Port, Masters[i].BusPort));
        }

        foreach (var master in Masters) await Probe.Until(() => On(master, Agrees), "the cluster is formed");
    }

    public async Task DisposeAsync()
    {
        foreach (var master in Masters) await master.DisposeAsync();
    }

    private static RedisServer Master() =>
        new()
        {
            Arguments =
            [
                "--cluster-enabled",
                "yes",
                "--cluster-require-full-coverage",
                "no",
                "--cluster-node-timeout",
                "2000",
                "--cluster-allow-reads-when-down",
                "no",
            ],
            IsClustered = true,
        };

    private static async Task<bool> Agrees(IServer server)
    {
        var info = (string)(await server.ExecuteAsync("CLUSTER", "INFO"))!;
        return info.Contains("cluster_state:ok", StringComparison.Ordinal)
            && info.Contains("cluster_known_nodes:3", StringComparison.Ordinal)
            && info.Contains(string.Create(CultureInfo.InvariantCulture, $"cluster_slots_assigned:{Slots}"), StringComparison.Ordinal);
    }

    private static async Task<T> On<T>(RedisServer master, Func<IServer, Task<T>> call)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{master.ConnectionString},allowAdmin=true");
        return await call(redis.GetServer(IPAddress.Loopback, master.Port));
    }
}
