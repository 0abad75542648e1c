using Sentinel.Infrastructure.ColdStorage;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>Invariant 5 while PostgreSQL is away. Uses its own server so as not to disturb other tests.</summary>
public sealed class PostgresOutageTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [Fact]
    public async Task Drain_WhenPostgresWasAway_WritesEachOnceAfterwards()
    {
        await using var node = await JobsFixture.Started(await server.Database("outage"));
        node.Commit(new(1), Records.Batches(node.Tenant, 10));
        await node.UntilAudited(10);
        server.Stop();
        for (byte number = 2; number < 6; number++) node.Commit(new(number), Records.Batch(node.Tenant, 100 + number));
        await Assert.ThrowsAnyAsync<Exception>(node.Audited);
        server.Start();
        await node.UntilAudited(14);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Drain_WhenPostgresWasAwayForMinutes_GoesOnAtOnce()
    {
        await using var node = await JobsFixture.Started(await server.Database("long-outage"));
        node.Commit(new(1), Records.Batches(node.Tenant, 10));
        await node.UntilAudited(10);
        server.Stop();
        await Task.Delay(TimeSpan.FromMinutes(2));
        server.Start();
        node.Commit(new(2), Records.Batch(node.Tenant, 100));
        await node.UntilAudited(11, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Start_WhenPostgresIsAway_StartsAndDrainsLater()
    {
        var postgres = await server.Database("late");
        server.Stop();
        await using var node = await JobsFixture.Started(postgres, migrate: false);
        node.Commit(new(1), Records.Batches(node.Tenant, 10));
        server.Start();
        await node.Service<Migrator>().Run(default);
        await node.UntilAudited(10);
    }
}
