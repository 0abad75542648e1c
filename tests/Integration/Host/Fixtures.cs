// Most tests wait for servers, time limits or jobs. With two at a time, a third of two cores is idle.
[assembly: Xunit.CollectionBehavior(MaxParallelThreads = 3)]

namespace Sentinel.Integration.Tests;

/// <summary>A running node that the classes of a collection share; each test has its own users.</summary>
public abstract class SharedNode : IAsyncLifetime
{
    private SentinelNode? _node;

    public SentinelNode Node => _node ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _node = await SentinelNode.Started(await Settings());

    public virtual async Task DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
    }

    protected abstract Task<NodeSettings> Settings();
}

/// <summary>The defaults of a fresh clone: Garnet in the process, SQLite, jobs in memory.</summary>
public sealed class EmbeddedParts : SharedNode
{
    protected override Task<NodeSettings> Settings() => Task.FromResult(new NodeSettings().OnClientTime());
}

/// <summary>A node with Redis and PostgreSQL.</summary>
public sealed class ServedParts : SharedNode
{
    private readonly RedisServer _redis = new();
    private readonly PostgresServer _postgres = new();
    private Task<SentinelNode>? _other;

    /// <summary>Another node on the same parts, started for the first test that needs it.</summary>
    public Task<SentinelNode> Other() => _other ??= SentinelNode.Started(Node.Settings);

    public override async Task DisposeAsync()
    {
        if (_other is not null) await (await _other).DisposeAsync();
        await base.DisposeAsync();
        await _redis.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    protected override async Task<NodeSettings> Settings()
    {
        await _redis.InitializeAsync();
        await _postgres.InitializeAsync();
        return new NodeSettings { Redis = _redis.ConnectionString, Postgres = await _postgres.Database("sentinel") }.OnClientTime();
    }
}

/// <summary>A node as deployed: Production, with its own clock.</summary>
public sealed class ProductionParts : SharedNode
{
    protected override Task<NodeSettings> Settings() => Task.FromResult(new NodeSettings { Environment = "Production" });
}

[CollectionDefinition(Name)]
public sealed class EmbeddedNode : ICollectionFixture<EmbeddedParts>
{
    public const string Name = "Embedded node";
}

[CollectionDefinition(Name)]
public sealed class ServedNode : ICollectionFixture<ServedParts>
{
    public const string Name = "Served node";
}

[CollectionDefinition(Name)]
public sealed class ProductionNode : ICollectionFixture<ProductionParts>
{
    public const string Name = "Production node";
}
