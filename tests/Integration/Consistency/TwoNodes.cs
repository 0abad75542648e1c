using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.HotState;
using StackExchange.Redis;

namespace Sentinel.Integration.Tests;

/// <summary>Two nodes on one Redis that do not drain the outbox, and direct access to that Redis.</summary>
public sealed class TwoNodes : IAsyncLifetime
{
    private ConnectionMultiplexer? _redis;

    public RedisServer Server { get; } = new();

    public SentinelNode First { get; private set; } = null!;

    public SentinelNode Second { get; private set; } = null!;

    public IDatabase Redis => _redis!.GetDatabase();

    public async Task InitializeAsync()
    {
        await Server.InitializeAsync();
        _redis = await ConnectionMultiplexer.ConnectAsync(Server.ConnectionString);
        var settings = new NodeSettings { Redis = Server.ConnectionString }.OnClientTime();
        settings = settings with { Others = settings.Others.SetItem("Jobs__Drain", "false") };
        First = await SentinelNode.Started(settings);
        Second = await SentinelNode.Started(settings);
    }

    public async Task DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await _redis!.DisposeAsync();
        await Server.DisposeAsync();
    }

    internal static RedisKey KeyOf(OpenSession session) => RedisKeys.Session(TenantId.Default, SessionId.Parse(session.Id));

    internal static RedisKey KeyOfUser(OpenSession session)
    {
        var user = UserId.Parse(session.User);
        return RedisKeys.User(TenantId.Default, Partition.Of(TenantId.Default, user), user);
    }

    internal async Task<SessionState?> Stored(OpenSession session) =>
        SessionCodec.Decode((byte[])(await Redis.StringGetAsync(KeyOf(session)))!, TenantId.Default, SessionId.Parse(session.Id));
}

/// <summary>For classes that leave both nodes and their Redis running; each test has its own users.</summary>
[CollectionDefinition(Name)]
public sealed class SharedTwoNodes : ICollectionFixture<TwoNodes>
{
    public const string Name = "Two nodes";
}
