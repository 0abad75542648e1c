using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Sentinel.Integration.Tests;

/// <summary>A node with a wrong clock reports it, is not ready, and does not hide evidence from other nodes.</summary>
public sealed class ClockTests : IAsyncLifetime
{
    private readonly RedisServer redis = new();
    private readonly PostgresServer postgres = new();
    private NodeSettings settings = null!;

    public async Task InitializeAsync()
    {
        await redis.InitializeAsync();
        await postgres.InitializeAsync();
        settings = new() { Redis = redis.ConnectionString, Postgres = await postgres.Database("clocks") };
    }

    public async Task DisposeAsync()
    {
        await redis.DisposeAsync();
        await postgres.DisposeAsync();
    }

    [Fact]
    public async Task Ready_WhenRedisAndPostgresAgreeAgainstTheNode_IsNotAndABotIsBlockedByTheOthersAsSoonAsEver()
    {
        await using var right = await SentinelNode.Started(settings);
        await Probe.Until(async () => await Clock(right) == "Healthy", "the node's clock agrees");
        await using var ahead = new Shifted(settings, TimeSpan.FromMinutes(1));
        using var client = ahead.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", settings.AdminKey);
        (int Status, JsonNode Clock) ready = default;
        await Probe.Until(async () => (ready = await Ready(client)).Status == 503, "the node has heard of the other clocks");
        Assert.Equal("Unhealthy", (string?)ready.Clock!["status"]);
        Assert.Matches("s ahead of Redis", (string?)ready.Clock!["detail"]);
        Assert.Matches("s ahead of PostgreSQL", (string?)ready.Clock!["detail"]);
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Matches("sentinel_clock_ahead_seconds\\{[^}]*of=\"Redis\"[^}]*\\} (5[89]|6[01])", metrics);

        var expected = await BatchesToBlock((await right.Client.Opened(NewUser())).Id, right);
        using var opened = await client.PostAsJsonAsync("/api/v1/sessions", new { userId = NewUser() });
        var session = (string)(await opened.Content.ReadFromJsonAsync<JsonObject>())!["sessionId"]!;
        Assert.InRange(await BatchesToBlock(session, right), 1, expected);
    }

    private static async Task<(int Status, JsonNode Clock)> Ready(HttpClient client)
    {
        using var ready = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return ((int)ready.StatusCode, (await ready.Content.ReadFromJsonAsync<JsonObject>())!["parts"]!["clock"]!);
    }

    private static async Task<string?> Clock(SentinelNode node) =>
        (string?)(await node.Client.Get("/health/ready")).Json!["parts"]!["clock"]!["status"];

    private static string NewUser() => $"u-{Guid.NewGuid():N}";

    /// <summary>The number of a script's batches on the correct node until it is blocked.</summary>
    private static async Task<int> BatchesToBlock(string session, SentinelNode node)
    {
        var user = (await node.Client.Session(session)).Expect(200).Text("userId");
        var bot = new Bot(1, DateTimeOffset.UtcNow);
        for (var sequence = 1; sequence <= 10; sequence++)
        {
            if ((await node.Client.Batch(session, bot.Batch(sequence, user))).Expect(200).Decision == "BLOCK") return sequence;
        }

        return int.MaxValue;
    }

    /// <summary>The product in this process with a wrong clock.</summary>
    private sealed class Shifted(NodeSettings settings, TimeSpan by) : WebApplicationFactory<Program>
    {
        private readonly TemporaryFolder _data = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSetting("SENTINEL_DATA", _data.FullPath).UseSetting("SENTINEL_BOOTSTRAP_KEY", settings.AdminKey);
            builder.UseSetting("ConnectionStrings:Redis", settings.Redis).UseSetting("ConnectionStrings:Postgres", settings.Postgres);
            builder.UseSetting("HotState:TimeoutMilliseconds", "1000");
            builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(new WrongClock(by)));
        }

        protected override void Dispose(bool disposing)
        {
            HangfireLog.TakeAway();
            base.Dispose(disposing);
            _data.Dispose();
        }
    }

    private sealed class WrongClock(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }
}
