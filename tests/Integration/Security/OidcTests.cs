using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sentinel.Integration.Tests;

/// <summary>People sign in at an identity provider by OpenID Connect: who gets which rights, and what is refused.</summary>
public sealed partial class OidcTests(OidcTests.Parts parts) : IClassFixture<OidcTests.Parts>
{
    private const string Admin = "sentinel-admin", Analyst = "sentinel-analyst";

    private IdentityProvider Provider => parts.Provider;

    private SentinelNode Node => parts.Node;

    [Fact]
    public async Task SignIn_WhenTheAccountIsAnAnalysts_ReadsAndChangesNothing()
    {
        var person = Next("somebody-else", Analyst);
        using var browser = SignInTests.Browser(Node);
        var (done, visited) = await SignIn(browser, "/console/audit?kind=BAN");
        Assert.Equal("/signin/done", visited[^1].AbsolutePath);
        Assert.Contains("content=\"0;url=/console/audit?kind=BAN\"", done.Body, StringComparison.Ordinal);
        Assert.Contains("href=\"/signin/oidc?returnUrl=", await browser.GetStringAsync("/signin"), StringComparison.Ordinal);
        foreach (var page in new[] { "/console", "/api/v1/stats", "/api/v1/audit" })
            Assert.Equal((page, HttpStatusCode.OK), (page, (await browser.GetAsync(page)).StatusCode));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/hangfire")).StatusCode);
        (await Made(browser, await TokenOf(browser))).Expect(403, "forbidden");

        var me = (await Answer.Of(await browser.GetAsync("/api/v1/me"))).Expect(200);
        Assert.Equal(("default", "[\"ANALYST\"]"), (me.Text("tenant"), me.Json!["scopes"]!.ToJsonString()));
        var signedIn = Assert.Single(await RowsOf("SIGNED_IN"), row => (string?)row["target"] == person);
        Assert.Equal(("oidc", me.Text("keyId")), ((string?)signedIn["action"], (string?)signedIn["actor"]));
        Assert.Contains(await RowsOf("AUDIT_READ"), row => (string?)row["actor"] == me.Text("keyId"));
    }

    [Fact]
    public async Task SignIn_WhenTheAccountIsAnAdministrators_ChangesWithTheTokenOfAPage()
    {
        Next(Admin);
        using var browser = SignInTests.Browser(Node);
        await SignIn(browser, "/console");
        var person = (await Answer.Of(await browser.GetAsync("/api/v1/me"))).Text("keyId");
        var token = await TokenOf(browser);
        (await Made(browser, "")).Expect(403, "antiforgery_required");
        var key = (await Made(browser, token)).Expect(201).Text("id");
        var successor = (await Sent(browser, token, HttpMethod.Post, $"/api/v1/keys/{key}/rotate")).Expect(201).Text("id");
        (await Sent(browser, token, HttpMethod.Delete, $"/api/v1/keys/{successor}")).Expect(204);
        foreach (var (kind, target) in new[] { ("KEY_MADE", key), ("KEY_REPLACED", key), ("KEY_REVOKED", successor) })
            Assert.Contains(await RowsOf(kind), row => ((string?)row["target"], (string?)row["actor"]) == (target, person));
    }

    /// <summary>Each event asks whether the caller may still read. A person has no key to look up.</summary>
    [Fact]
    public async Task Stream_WhenAPersonReads_HasEvents()
    {
        Next(Analyst);
        using var browser = SignInTests.Browser(Node);
        await SignIn(browser, "/console");
        using HttpRequestMessage ask = new(HttpMethod.Get, "/api/v1/stats/live") { Headers = { Accept = { new("text/event-stream") } } };
        using var answer = await browser.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead);
        using StreamReader reader = new(await answer.Content.ReadAsStreamAsync());
        string? line = "";
        while (line?.StartsWith("data:", StringComparison.Ordinal) == false)
            line = await reader.ReadLineAsync().WaitAsync(Probe.DefaultDeadline);
        Assert.NotNull(line);
    }

    [Fact]
    public async Task Id_WhenTheSameAccountComesAgain_IsTheSameAndAnothersIsNot()
    {
        var person = Next(Analyst);
        var (first, again) = (await IdOf(), await IdOf());
        Next(Analyst);
        Assert.Equal(first, again);
        Assert.NotEqual(first, await IdOf());
        Assert.Equal(2, (await RowsOf("SIGNED_IN")).Count(row => (string?)row["target"] == person));

        async Task<string> IdOf()
        {
            using var browser = SignInTests.Browser(Node);
            await SignIn(browser, "/console");
            return (await Answer.Of(await browser.GetAsync("/api/v1/me"))).Text("keyId");
        }
    }

    [Theory]
    [InlineData(), InlineData("Sentinel-Admin"), InlineData("sentinel-admin ", "sentinel"), InlineData("[\"sentinel-admin\"]")]
    public async Task SignIn_WhenTheAccountHasNoRole_SaysSo(params string[] roles)
    {
        var person = Next(roles);
        var answer = await Refused("no_role", 403);
        Assert.Contains("the role sentinel-analyst or sentinel-admin", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(await RowsOf("SIGNED_IN"), row => (string?)row["target"] == person);
    }

    [Theory]
    [InlineData("a key of somebody else"), InlineData("another client"), InlineData("another issuer"), InlineData("another nonce")]
    [InlineData("an end in the past"), InlineData("a subject of 256 characters"), InlineData("a subject that is no ASCII")]
    public async Task SignIn_WhenTheTokenHas_IsRefused(string fault)
    {
        Next(Admin);
        Provider.Forge = (claims, key) =>
        {
            var (name, value) = fault switch
            {
                "another client" => ("aud", "another"),
                "another issuer" => ("iss", "http://127.0.0.1:1/"),
                "another nonce" => ("nonce", "another"),
                "an end in the past" => ("exp", DateTimeOffset.UtcNow.AddMinutes(-10).ToUnixTimeSeconds()),
                "a subject of 256 characters" => ("sub", new string('s', 256)),
                "a subject that is no ASCII" => ("sub", "é"),
                _ => ("sub", (JsonNode)(string)claims["sub"]!),
            };
            claims[name] = value;
            return fault == "a key of somebody else" ? IdentityProvider.NewKey() : key;
        };
        await Refused("failed", 401);
    }

    /// <summary>Shows that the tokens of the test before are refused for their faults.</summary>
    [Fact]
    public async Task SignIn_WhenTheTokenIsReplacedByTheSame_Succeeds()
    {
        Next(Admin);
        Provider.Forge = (_, key) => key;
        using var browser = SignInTests.Browser(Node);
        Assert.Equal("/signin/done", (await SignIn(browser, "/console")).Visited[^1].AbsolutePath);
    }

    [Fact]
    public async Task Callback_WhenTheStateIsChangedForeignOrUsed_IsRefused()
    {
        Next(Admin);
        using var browser = SignInTests.Browser(Node);
        using var other = SignInTests.Browser(Node);
        var toProvider = (await browser.GetAsync("/signin/oidc")).Headers.Location!;
        var callback = (await browser.GetAsync(toProvider)).Headers.Location!.ToString();
        var changed = StateOf().Replace(callback, match => match.Value[..^4] + "AAAA");
        foreach (var (who, address) in new[] { (browser, changed), (other, callback), (browser, "/signin/oidc/callback?code=x") })
            Assert.Equal("/signin?problem=failed", (await who.GetAsync(address)).Headers.Location!.ToString());
        Assert.StartsWith("/signin/done", (await browser.GetAsync(callback)).Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal("/signin?problem=failed", (await browser.GetAsync(callback)).Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("https://evil.example/"), InlineData("//evil.example"), InlineData("/\\evil.example")]
    public async Task SignIn_WhenTheReturnIsElsewhere_StaysHere(string returnUrl)
    {
        Next(Analyst);
        using var browser = SignInTests.Browser(Node);
        var (done, _) = await SignIn(browser, returnUrl);
        var direct = await Answer.Of(await browser.GetAsync($"/signin/done?returnUrl={Uri.EscapeDataString(returnUrl)}"));
        foreach (var page in new[] { done, direct.Expect(200) })
        {
            Assert.Contains("content=\"0;url=/console\"", page.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("evil", page.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Cookies_WhenAPersonSignsIn_AreAsSafeAsTheFlowAllows()
    {
        Next(Analyst);
        using var browser = SignInTests.Browser(Node);
        var begun = await browser.GetAsync("/signin/oidc");
        Assert.All(begun.Headers.GetValues("Set-Cookie"), cookie =>
            Assert.Contains("samesite=lax; httponly", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("code_challenge_method=S256", begun.Headers.Location!.Query, StringComparison.Ordinal);
        var callback = (await browser.GetAsync(begun.Headers.Location)).Headers.Location!;
        var cookies = (await browser.GetAsync(callback)).Headers.GetValues("Set-Cookie").ToList();
        var ours = cookies.Single(cookie => cookie.StartsWith("sentinel=", StringComparison.Ordinal));
        Assert.Contains("samesite=strict; httponly", ours, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Both later nodes have the first one's data, so they can read the cookie. The control: with the same settings, it still opens pages.
    /// </summary>
    [Fact]
    public async Task Cookie_WhenTheNodeStartsWithAnotherProvider_OpensNothing()
    {
        Next(Admin);
        await using var first = await SentinelNode.Started(parts.Settings);
        using var browser = SignInTests.Browser(first);
        await SignIn(browser, "/console", first);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/console")).StatusCode);
        first.Stop();
        await first.Start();
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri(first.Address, "/console"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri(first.Address, "/api/v1/stats"))).StatusCode);
        first.Stop();

        var settings = parts.Settings.With("Oidc__Authority", "http://127.0.0.1:1").With("SENTINEL_DATA", first.DataFolder);
        await using var second = await SentinelNode.Started(settings);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(new Uri(second.Address, "/console"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync(new Uri(second.Address, "/api/v1/stats"))).StatusCode);

        var away = await second.With(null).Get("/signin/oidc");
        Assert.Equal((503, "text/html"), (away.Number, away.MediaType));
        Assert.Contains("The identity provider does not answer", away.Body, StringComparison.Ordinal);
    }

    /// <summary>A new account with these roles signs in next; returns its subject.</summary>
    private string Next(params string[] roles)
    {
        (Provider.Subject, Provider.Roles, Provider.Forge) = ($"account-{Guid.NewGuid():N}", roles, null);
        return Provider.Subject;
    }

    private async Task<Answer> Refused(string problem, int status)
    {
        using var browser = SignInTests.Browser(Node);
        var (answer, visited) = await SignIn(browser, "/console");
        Assert.Equal($"/signin?problem={problem}", visited[^1].PathAndQuery);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/console")).StatusCode);
        return answer.Expect(status);
    }

    /// <summary>Follows the redirects as a browser does; returns the last page and all addresses.</summary>
    private async Task<(Answer Page, IReadOnlyList<Uri> Visited)> SignIn(HttpClient browser, string returnUrl, SentinelNode? at = null)
    {
        List<Uri> visited = [new((at ?? Node).Address, $"/signin/oidc?returnUrl={Uri.EscapeDataString(returnUrl)}")];
        while (true)
        {
            using var answer = await browser.GetAsync(visited[^1]);
            if (answer.Headers.Location is not { } next || visited.Count > 9)
                return (await Answer.Of(answer), visited);
            visited.Add(new(visited[^1], next));
        }
    }

    private static async Task<string> TokenOf(HttpClient browser) =>
        WebUtility.HtmlDecode(Antiforgery().Match(await browser.GetStringAsync("/console")).Groups[1].Value);

    private static Task<Answer> Made(HttpClient browser, string token) =>
        Sent(browser, token, HttpMethod.Post, "/api/v1/keys", new() { ["name"] = "test", ["scopes"] = new JsonArray("ANALYST") });

    private static async Task<Answer> Sent(HttpClient browser, string token, HttpMethod method, string path, JsonObject? body = null)
    {
        using HttpRequestMessage call = new(method, path) { Headers = { { "RequestVerificationToken", token } } };
        if (body is not null)
            call.Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        return await Answer.Of(await browser.SendAsync(call));
    }

    private Task<IReadOnlyList<JsonObject>> RowsOf(string kind) => Node.Client.AllAuditRows($"kind={kind}");

    [GeneratedRegex("name=\"antiforgery\" content=\"([^\"]+)\"")]
    private static partial Regex Antiforgery();

    [GeneratedRegex("state=[^&]+")]
    private static partial Regex StateOf();

    /// <summary>A provider and a node as deployed.</summary>
    public sealed class Parts : IAsyncLifetime
    {
        private IdentityProvider? _provider;
        private SentinelNode? _node;

        public IdentityProvider Provider => _provider!;

        public SentinelNode Node => _node!;

        public NodeSettings Settings { get; private set; } = new();

        public async Task InitializeAsync()
        {
            _provider = await IdentityProvider.Started();
            Settings = new NodeSettings { Environment = "Production" }.With("Oidc__Authority", _provider.Address)
                .With("Oidc__ClientId", IdentityProvider.Client).With("Oidc__ClientSecretFile", _provider.SecretFile);
            _node = await SentinelNode.Started(Settings);
        }

        public async Task DisposeAsync()
        {
            if (_node is not null) await _node.DisposeAsync();
            if (_provider is not null) await _provider.DisposeAsync();
        }
    }
}
