namespace Sentinel.Integration.Tests;

/// <summary><c>--check</c> reaches every part, names what is wrong with its remedy, quotes no value, and changes nothing.</summary>
public sealed class CheckTests : IAsyncLifetime
{
    private readonly RedisServer _redis = new();
    private readonly PostgresServer _postgres = new();

    public async Task InitializeAsync()
    {
        await _redis.InitializeAsync();
        await _postgres.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _redis.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task Check_OfEmbeddedParts_IsOkBeforeAndBesideARunningServer()
    {
        await using SentinelNode node = new(new());
        var (exit, output) = await node.Run("--check");
        Assert.Equal(0, exit);
        Assert.Contains("the next start makes the database", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(node.DataFolder));
        await node.Start();
        (exit, output) = await node.Run("--check");
        Assert.Equal(0, exit);
        Assert.Matches("ok +cold storage +SQLite, up to date", output);
        await node.Client.Opened("someone");
    }

    [Fact]
    public async Task Check_OfServedParts_IsOkAndSaysThatMigrationsWait()
    {
        await using var collector = await Collector.Started();
        await using SentinelNode node = new(new NodeSettings
        {
            Redis = _redis.ConnectionString,
            Postgres = await _postgres.Database("checked"),
        }.With("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address));
        var (exit, output) = await node.Run("--check");
        Assert.Equal(0, exit);
        Assert.Matches("ok +cold storage +PostgreSQL; the next start (applies [1-9][0-9]* migrations|makes the database)", output);
        Assert.Matches("ok +hot state +Redis, reached", output);
        Assert.Matches("ok +telemetry +the collector was reached", output);
        Assert.Equal(0, (await node.Run("--migrate")).Exit);
        Assert.Matches("ok +cold storage +PostgreSQL, up to date", (await node.Run("--check")).Output);
    }

    [Fact]
    public async Task Check_WhenPartsAreAway_NamesEachWithItsRemedyAndQuotesNothing()
    {
        await using SentinelNode node = new(new NodeSettings
        {
            Redis = $"127.0.0.1:{Command.FreePort()},password=redis-secret",
            Postgres = $"Host=127.0.0.1;Port={Command.FreePort()};Username=someone;Password=postgres-secret;Database=any",
        }.With("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{Command.FreePort()}"));
        var (exit, output) = await node.Run("--check");
        Assert.Equal(1, exit);
        Assert.Matches("WRONG +cold storage +ConnectionStrings:Postgres leads to no PostgreSQL", output);
        Assert.Matches("WRONG +hot state +ConnectionStrings:Redis leads to no Redis", output);
        Assert.Matches("WRONG +telemetry +OTEL_EXPORTER_OTLP_ENDPOINT", output);
        Assert.DoesNotContain("secret", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WhenRedisMayEvict_SaysSo()
    {
        await using (var redis = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync($"{_redis.ConnectionString},allowAdmin=true"))
            await redis.GetServers()[0].ConfigSetAsync("maxmemory-policy", "allkeys-lru");
        await using SentinelNode node = new(new() { Redis = _redis.ConnectionString });
        var (exit, output) = await node.Run("--check");
        Assert.Equal(1, exit);
        Assert.Contains("allkeys-lru", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [InlineData("OTEL_TRACES_SAMPLER", "jaeger_remote")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "1.5")]
    [InlineData("OTEL_SDK_DISABLED", "maybe")]
    public async Task Check_OfAWrongVariable_NamesIt(string variable, string value)
    {
        await using SentinelNode node = new(new NodeSettings().With(variable, value));
        var (exit, output) = await node.Run("--check");
        Assert.Equal(1, exit);
        Assert.Contains($"{variable} must be", output, StringComparison.Ordinal);
    }
}
