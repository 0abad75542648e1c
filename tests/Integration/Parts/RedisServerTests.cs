using StackExchange.Redis;

namespace Sentinel.Integration.Tests;

/// <summary>Tests the server that the fault tests depend on.</summary>
public sealed class RedisServerTests(RedisServer server) : IClassFixture<RedisServer>
{
    [Fact]
    public async Task Freeze_WhenThawed_AnswersAgain()
    {
        var options = ConfigurationOptions.Parse(server.ConnectionString);
        options.AbortOnConnectFail = false;
        options.AsyncTimeout = 200;
        await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
        var database = redis.GetDatabase();
        await database.StringSetAsync("key", "value");
        server.Freeze();
        await Assert.ThrowsAnyAsync<Exception>(() => database.StringGetAsync("key"));
        server.Thaw();
        await Probe.Until(async () => await database.StringGetAsync("key") == "value", "redis answers again");
        server.Kill();
        await server.Start();
        await Probe.Until(async () => (await database.StringGetAsync("key")).IsNull, "a new, empty redis is there");
        server.Stop();
        await server.Start();
    }
}
