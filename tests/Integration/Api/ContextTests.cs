using System.Text;
using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>The site's context and the browser's origin appear as soft evidence in the answers; uses a database of cities.</summary>
public sealed class ContextTests(ContextTests.Parts parts) : IClassFixture<ContextTests.Parts>
{
    private const string Oslo = "203.0.113.7",
        Singapore = "198.51.100.7",
        Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

    private SentinelNode Node => parts.Node;

    [Fact]
    public async Task Open_WhenAUserIsElsewhereWithinMinutes_SaysSoButDoesNotBlock()
    {
        var user = $"u-{Guid.NewGuid():N}";
        await Open(user, "laptop", Oslo);
        Assert.Empty(await Reasons(await Open(user, "laptop", Oslo)));
        var away = await Open(user, "laptop", Singapore);
        Assert.Equal(["context.impossible_travel"], await Reasons(away));
        var batch = (await Node.Client.Batch(away, new Person(1, DateTimeOffset.UtcNow.AddSeconds(1)).Batch(1, user))).Expect(200);
        Assert.Contains("context.impossible_travel", batch.ReasonCodes);
        Assert.NotEqual("BLOCK", (await Node.Client.Evaluate(away)).Expect(200).Decision);
    }

    [Fact]
    public async Task List_WhenItSnoozesTravelOfANetwork_ExcusesItThereAndShowsIt()
    {
        var user = $"u-{Guid.NewGuid():N}";
        var travel = new JsonObject
        {
            ["userId"] = user, ["cidr"] = "198.51.100.0/24", ["reason"] = "context.impossible_travel",
        };
        (await Node.Client.Post("/api/v1/lists", ListTests.Body("SNOOZE", travel))).Expect(201);
        await Open(user, "laptop", Oslo);
        var away = (await Node.Client.Session(await Open(user, "laptop", Singapore))).Expect(200);
        Assert.Equal(["context.impossible_travel", "context.snoozed_by_list"], away.ReasonCodes);
        Assert.All(away.Json!["reasons"]!.AsArray(), reason => Assert.Equal(0, (double)reason!["weight"]!));
        var back = (await Node.Client.Session(await Open(user, "laptop", Oslo))).Expect(200);
        Assert.Equal(["context.impossible_travel"], back.ReasonCodes);
        Assert.True((double)back.Json!["reasons"]![0]!["weight"]! > 0);
    }

    [Fact]
    public async Task List_WhenItDeniesACountry_BlocksWhoComesFromThere()
    {
        var user = $"u-{Guid.NewGuid():N}";
        (await Node.Client.Post("/api/v1/lists", ListTests.Body("DENY", new() { ["userId"] = user, ["country"] = "SG" }))).Expect(201);
        Assert.Equal("ALLOW", (await Node.Client.Evaluate(await Open(user, "laptop", Oslo), "LOW")).Expect(200).Decision);
        Assert.Equal("BLOCK", (await Node.Client.Evaluate(await Open(user, "laptop", Singapore), "LOW")).Expect(200).Decision);
    }

    [Fact]
    public async Task Open_WhenTheDeviceIsNew_SaysSoUntilAChallengeIsPassedThere()
    {
        var user = $"u-{Guid.NewGuid():N}";
        await Pass(await Open(user, "laptop", Oslo));
        var onPhone = await Open(user, "phone", Oslo);
        Assert.Equal(["context.new_device", "context.several_devices"], (await Reasons(onPhone)).Order(StringComparer.Ordinal));
        await Pass(onPhone);
        Assert.Equal(["context.several_devices"], await Reasons(await Open(user, "phone", Oslo)));
    }

    [Fact]
    public async Task Batch_WhenAnotherBrowserGoesOnWithTheToken_SaysSo()
    {
        var user = $"u-{Guid.NewGuid():N}";
        var opened = (await Node.Client.Post("/api/v1/sessions", new() { ["userId"] = user })).Expect(201);
        var (session, token) = (opened.Text("sessionId"), opened.Text("ingestToken"));
        var person = new Person(1, DateTimeOffset.UtcNow.AddSeconds(1));
        await Send(session, token, person.Batch(1), Firefox);
        await Send(session, token, person.Batch(2), Firefox.Replace("145", "146", StringComparison.Ordinal));
        Assert.DoesNotContain("context.agent_changed", await Reasons(session));
        await Send(session, token, person.Batch(3), "python-requests/2.32");
        Assert.Contains("context.agent_changed", await Reasons(session));
        // A request that a back end forwards shows nothing about the browser's origin.
        (await Node.Client.Batch(session, person.Batch(4, user))).Expect(200);
    }

    [Fact]
    public async Task Evaluate_WhenTheActionComesFromAnotherBrowser_SaysSoAndKeepsNothingOfIt()
    {
        var session = await Open($"u-{Guid.NewGuid():N}", "laptop", Oslo);
        for (var again = 0; again < 2; again++)
            Assert.Equal(
                ["context.agent_changed", "context.network_changed"],
                (await Evaluate(Singapore, "curl/8.5.0")).ReasonCodes.Order(StringComparer.Ordinal)
            );
        Assert.Empty((await Evaluate(Oslo, Firefox)).ReasonCodes);
        Assert.Empty(await Reasons(session));
        var kept = await Evaluate(Oslo, Firefox, "once");
        Assert.Equal(kept.Body, (await Evaluate(Oslo, Firefox, "once")).Body);
        Assert.Equal("idempotency_key_reused", (await Evaluate(Singapore, Firefox, "once", 422)).Code);
        Assert.Equal(["context.ipAddress"], (await Evaluate("nowhere", Firefox, null, 422)).ErrorPaths);

        async Task<Answer> Evaluate(string address, string agent, string? key = null, int status = 200)
        {
            var body = new JsonObject
            {
                ["action"] = "transfer",
                ["sensitivity"] = "HIGH",
                ["context"] = new JsonObject { ["ipAddress"] = address, ["userAgent"] = agent },
            };
            var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sessions/{session}/evaluations")
            {
                Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
            };
            if (key is not null)
                request.Headers.Add("Idempotency-Key", key);
            return (await Node.Client.Send(request)).Expect(status);
        }
    }

    [Fact]
    public async Task Session_WhenItSendsTooMuch_WaitsAndGoesOnWhereItWas()
    {
        var user = $"u-{Guid.NewGuid():N}";
        var session = await Open(user, "laptop", Oslo);
        Answer? refused = null;
        for (var i = 0; i < 2_000 && refused is null; i++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Node.Client.Evaluate(session, "LOW")));
            refused = answers.FirstOrDefault(answer => answer.Number == 429);
        }

        Assert.Equal(("too_many_batches", "1"), (refused!.Code, refused.Headers["Retry-After"].Single()));
        await Probe.Until(async () => (await Node.Client.Evaluate(session, "LOW")).Number == 200, "there is room again");
    }

    [Fact]
    public async Task Evaluate_WhenTheBrowserFloodsTheSession_IsStillAnswered()
    {
        var user = $"u-{Guid.NewGuid():N}";
        var opened = (await Node.Client.Post("/api/v1/sessions", new() { ["userId"] = user })).Expect(201);
        var (session, token) = (opened.Text("sessionId"), opened.Text("ingestToken"));
        var person = new Person(1, DateTimeOffset.UtcNow);
        var numbers = new List<int>();
        for (var sequence = 1; sequence < 3_000 && !numbers.Contains(429); sequence++)
            numbers.Add((await Node.With(token).Batch(session, person.Batch(sequence))).Number);
        Assert.Equal(429, numbers[^1]);
        (await Node.Client.Evaluate(session)).Expect(200);
    }

    [Theory]
    [InlineData("ipAddress", "nowhere", "context.ipAddress"), InlineData("userAgent", "", "context.userAgent")]
    public async Task Open_WhenTheContextIsNone_NamesIt(string member, string value, string path) => Assert.Equal([path], (
                await Node.Client.Post(
                    "/api/v1/sessions",
                    new()
                    {
                        ["userId"] = "u-1",
                        ["context"] = new JsonObject { [member] = value },
                    }
                )
            ).Expect(422).ErrorPaths);

    [Fact]
    public async Task Start_WhenTheDatabaseIsNotOfCities_EndsNamingItAndTheRemedy()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.FullPath, "asn.mmdb");
        GeoDatabase.Write(file, "GeoLite2-ASN", ("203.0.113.0/24", 0, 0, "NO"));
        foreach (var wrong in new[] { file, "/nowhere/city.mmdb" })
        {
            var failure = await Assert.ThrowsAsync<InvalidOperationException>(() =>
                SentinelNode.Started(new NodeSettings().With("GeoIp__Database", wrong))
            );
            Assert.Contains("GeoIp:Database cannot be used", failure.Message, StringComparison.Ordinal);
        }
    }

    private async Task<string> Open(string user, string device, string address) => (await Node.Client.Post("/api/v1/sessions", new()
    {
        ["userId"] = user,
        ["deviceId"] = device,
        ["context"] = new JsonObject { ["ipAddress"] = address, ["userAgent"] = Firefox },
    })).Expect(201).Text("sessionId");

    private async Task<IReadOnlyList<string>> Reasons(string session) => (await Node.Client.Session(session)).Expect(200).ReasonCodes;

    private async Task Pass(string session)
    {
        var challenge = (await Node.Client.Evaluate(session)).Expect(200).Text("challengeId");
        (await Node.Client.Report(session, challenge, "PASSED")).Expect(200);
    }

    private async Task Send(string session, string token, JsonObject batch, string agent)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sessions/{session}/batches")
        {
            Content = new StringContent(batch.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("User-Agent", agent);
        (await Node.With(token).Send(request)).Expect(200);
    }

    public sealed class Parts : SharedNode
    {
        private readonly string _file = Path.Combine(Path.GetTempPath(), $"sentinel-{Guid.NewGuid():N}.mmdb");

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            File.Delete(_file);
        }

        protected override Task<NodeSettings> Settings()
        {
            GeoDatabase.Write(_file, "GeoLite2-City", ("203.0.113.0/24", 59.9, 10.8, "NO"), ("198.51.100.0/24", 1.35, 103.8, "SG"));
            return Task.FromResult(new NodeSettings().With("GeoIp__Database", _file));
        }
    }
}
