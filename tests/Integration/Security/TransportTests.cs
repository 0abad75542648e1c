using System.Diagnostics;

namespace Sentinel.Integration.Tests;

/// <summary>Sites, proxies, HTTPS, headers and limits, on a node in Production with settings for all of them.</summary>
[Collection(LimitedNode.Name)]
public sealed class TransportTests(LimitedParts parts)
{
    private const string Shop = "https://shop.example";

    private SentinelNode Node => parts.Node;

    [Fact]
    public async Task Batch_WhenAnAllowedSitesPageSendsIt_IsReadableThere()
    {
        var session = await Node.Client.Opened(NewUser());
        var path = $"/api/v1/sessions/{session.Id}/batches";
        var asked = await Node.With(null).Send(Preflight(path, Shop, "POST"));
        Assert.Equal(204, asked.Number);
        Assert.Equal(
            (Shop, "POST"),
            (asked.Headers["Access-Control-Allow-Origin"].Single(), asked.Headers["Access-Control-Allow-Methods"].Single())
        );
        Assert.Contains("authorization", asked.Headers["Access-Control-Allow-Headers"].Single(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(asked.Headers["Access-Control-Allow-Credentials"]);

        var sent = Post(path, new Person(1, DateTimeOffset.UtcNow).Batch(1).ToJsonString());
        sent.Headers.Add("Origin", Shop);
        Assert.Equal(Shop, (await Node.With(session.Token).Send(sent)).Expect(200).Headers["Access-Control-Allow-Origin"].Single());
        var refused = Post(path, "{");
        refused.Headers.Add("Origin", Shop);
        Assert.Equal(Shop, (await Node.With(session.Token).Send(refused)).Expect(400).Headers["Access-Control-Allow-Origin"].Single());
    }

    [Theory]
    [
        InlineData("https://shop.example.evil"),
        InlineData("http://shop.example"),
        InlineData("https://shop.example:8443"),
        InlineData("null")
    ]
    public async Task Batch_WhenAnotherSitesPageAsks_IsNotAllowed(string origin)
    {
        var asked = await Node.With(null).Send(Preflight("/api/v1/sessions/s000-00000000000000000000000000000000/batches", origin, "POST"));
        Assert.Empty(asked.Headers["Access-Control-Allow-Origin"]);
    }

    [Theory]
    [InlineData("/api/v1/sessions", "POST"), InlineData("/api/v1/sessions/s000-00000000000000000000000000000000/evaluations", "POST"),
     InlineData("/api/v1/keys", "GET"), InlineData("/api/v1/audit", "GET"), InlineData("/signin", "POST")]
    public async Task Call_WhenItIsNotABatch_IsForNoPageAtAll(string path, string method) =>
        Assert.Empty((await Node.With(null).Send(Preflight(path, Shop, method))).Headers["Access-Control-Allow-Origin"]);

    [Fact]
    public async Task Http_WhenItComesThroughAProxyWithoutTls_IsRefusedBeforeAnythingElse()
    {
        (await Forwarded("198.51.100.7", "http", "/api/v1/audit")).Expect(403, "https_required");
        (await Forwarded("198.51.100.7", "http", "/signin")).Expect(403, "https_required");
        (await Forwarded("198.51.100.7", "http", "/health/live")).Expect(200);
        var safe = (await Forwarded("198.51.100.7", "https", "/api/v1/audit")).Expect(200);
        Assert.StartsWith("max-age=31536000", safe.Headers["Strict-Transport-Security"].Single(), StringComparison.Ordinal);
    }

    [Theory]
    [
        InlineData("/api/v1/audit"),
        InlineData("/health/live"),
        InlineData("/nowhere"),
        InlineData("/hangfire"),
        InlineData("/swagger/index.html"),
        InlineData("/signin")
    ]
    public async Task Answer_WhateverIsAsked_TellsBrowsersToTrustNothing(string path)
    {
        var answer = await Node.Client.Get(path);
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"].Single());
        Assert.Equal("DENY", answer.Headers["X-Frame-Options"].Single());
        var policy = answer.Headers["Content-Security-Policy"].Single();
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.StartsWith("default-src", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'unsafe", policy, StringComparison.Ordinal);
    }

    [Theory]
    [
        InlineData("sentinel.example", 200),
        InlineData("SENTINEL.example:8443", 200),
        InlineData("shop.bank.example", 200),
        InlineData("localhost", 200),
        InlineData("bank.example", 400),
        InlineData("evil.example", 400),
        InlineData("evilbank.example", 400),
        InlineData("sentinel.example.evil.example", 400),
        InlineData("[::2]", 400)
    ]
    public async Task Host_WhenNamesAreGiven_IsOneOfThem(string host, int status)
    {
        var answer = (await Node.From("198.51.100.7", "/api/v1/audit", Node.Settings.AdminKey, host: host)).Expect(status);
        Assert.Equal(status == 200 ? null : "host_not_allowed", answer.Code);
        Assert.Equal(status == 200 ? 302 : 400, (await Node.From("198.51.100.7", "/hangfire", null, host: host)).Number);
        (await Node.From("198.51.100.7", "/health/live", null, host: host)).Expect(200);
    }

    /// <summary>A bucket of 20, refilled at 10 a second; of 200 requests at once, the rest is refused.</summary>
    [Fact]
    public async Task Address_WhenItSendsTooMuchWithoutAKey_WaitsWhileOthersGoOn()
    {
        var watch = Stopwatch.StartNew();
        var guesses = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Forwarded("203.0.113.9", "https", "/api/v1/audit", "guess")));
        var refused = guesses.Where(answer => answer.Number == 429).ToList();
        Assert.InRange(guesses.Length - refused.Count, 20, 20 + (10 * (watch.Elapsed.TotalSeconds + 1)));
        Assert.NotEmpty(refused);
        Assert.All(refused, answer => Assert.Equal(("too_many_requests", "application/problem+json"), (answer.Code, answer.MediaType)));
        Assert.All(
            refused,
            answer =>
                Assert.InRange(int.Parse(answer.Headers["Retry-After"].Single(), System.Globalization.CultureInfo.InvariantCulture), 1, 2)
        );
        Assert.All(guesses.Except(refused), answer => Assert.Equal(401, answer.Number));
        Assert.Equal(401, (await Forwarded("203.0.113.10", "https", "/api/v1/audit", "guess")).Number);
        Assert.Equal(200, (await Forwarded("203.0.113.9", "https", "/api/v1/audit")).Number);
    }

    [Fact]
    public async Task Key_WhenItSendsTooMuch_WaitsWhileOtherKeysGoOn()
    {
        var key = (await Node.Client.CreateApiKey(["SERVER"])).Expect(201).Text("key");
        var watch = Stopwatch.StartNew();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 400).Select(_ => Node.With(key).Session("s000-00000000000000000000000000000000"))
        );
        Assert.Contains(answers, answer => answer.Number == 429);
        Assert.All(answers, answer => Assert.True(answer.Number is 404 or 429));
        Assert.InRange(answers.Count(answer => answer.Number == 404), 100, 100 + (50 * (watch.Elapsed.TotalSeconds + 1)));
        Assert.Equal(404, (await Node.Client.Session("s000-00000000000000000000000000000000")).Number);
    }

    [Theory]
    [
        InlineData("Cors__Origins", "*"),
        InlineData("Cors__Origins", "https://shop.example/pay"),
        InlineData("Cors__Origins", "http://shop.example"),
        InlineData("AllowedHosts", "https://shop.example"),
        InlineData("Proxies__Known", "balancer"),
        InlineData("Limits__PerKey", "-1"),
        InlineData("SENTINEL_BOOTSTRAP_KEY", "changeme-changeme-changeme-changeme"),
        InlineData("SENTINEL_BOOTSTRAP_KEY", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        InlineData("ConnectionStrings__Postgres", "Host=127.0.0.1;Username=sentinel;Password=postgres"),
        InlineData("ConnectionStrings__Redis", "127.0.0.1:6379,password=foobared")
    ]
    public async Task Start_WhenASettingIsWrongOrADefaultSecret_EndsNamingItAndTheRemedy(string name, string value)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            SentinelNode.Started(new NodeSettings { Environment = "Production" }.With(name, value))
        );
        Assert.Contains(name.Replace("__", ":", StringComparison.Ordinal), failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("at Sentinel.", failure.Message.Split('\n')[0], StringComparison.Ordinal);
    }

    private static string NewUser() => $"u-{Guid.NewGuid():N}";

    private static HttpRequestMessage Post(string path, string body) =>
        new(HttpMethod.Post, path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };

    private static HttpRequestMessage Preflight(string path, string origin, string method)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        return request;
    }

    private Task<Answer> Forwarded(string client, string scheme, string path, string? credential = null) =>
        Node.From(client, path, credential ?? Node.Settings.AdminKey, scheme: scheme);
}

/// <summary>Without a known proxy, forwarded headers are ignored.</summary>
[Collection(ProductionNode.Name)]
public sealed class StrangersHeadersTests(ProductionParts parts) : ApiTests(parts)
{
    [Fact]
    public async Task Header_WhenAStrangerSetsIt_ChangesNothing()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/audit");
        request.Headers.Add("X-Forwarded-For", "198.51.100.7");
        request.Headers.Add("X-Forwarded-Proto", "https");
        // A trusted header would make it an https request from another machine, answered with HSTS.
        Assert.Empty((await Client.Send(request)).Expect(200).Headers["Strict-Transport-Security"]);
    }

    [Fact]
    public async Task Page_WhenNoSiteIsNamed_MaySendNothing()
    {
        var request = new HttpRequestMessage(HttpMethod.Options, "/api/v1/sessions/s000-00000000000000000000000000000000/batches");
        request.Headers.Add("Origin", "https://shop.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        Assert.Empty((await Client.Send(request)).Headers["Access-Control-Allow-Origin"]);
    }
}
