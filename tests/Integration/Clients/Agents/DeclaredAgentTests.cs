using System.Collections.Concurrent;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sentinel.Client;

namespace Sentinel.Integration.Tests;

/// <summary>Agents that log in at a site, and what Sentinel's policy makes of them.</summary>
[Collection(EmbeddedNode.Name)]
public sealed class DeclaredAgentTests(EmbeddedParts parts)
{
    private const string Acme = "acme-shopper", Own = "site.example";

    private static readonly AgentSigner Signer = new(1);

    [Fact]
    public async Task LogIn_OfAnAgentThatSigns_IsDecidedByThePolicysRuleAndLabelledInTheAudit()
    {
        var tenant = parts.Node.With(await TenantKey.Stored(parts.Node));
        var key = await ServerKey(tenant);
        await using var site = await Site(key);
        // Before the policy names it, it is decided as a person.
        Assert.Equal((Acme, "Allow"), await Asked(site, NewUser(), Signed()));
        await Rule(tenant);
        var user = NewUser();
        Assert.Equal((Acme, "Block"), await Asked(site, user, Signed()));
        await Probe.Until(
            async () => (await tenant.AuditRows($"userId={user}&declaredAgent={Acme}&kind=EVALUATION")).Any(row =>
                row["reasons"]!.AsArray().Any(reason => (string)reason!["code"]! == "context.declared_agent")),
            "the audit names the agent and the rule");
        Assert.Equal(("", "Allow"), await Asked(site, NewUser(), new Dictionary<string, string>()));
    }

    [Fact]
    public async Task LogIn_WithASignatureThatDoesNotCount_IsOneOfAPersonAndTheLogSaysWhy()
    {
        await using var site = await Site(parts.Node.Settings.AdminKey);
        var stranger = new AgentSigner(9).Headers(new(Own, DateTimeOffset.UtcNow));
        Assert.Equal("", (await Asked(site, NewUser(), stranger)).Agent);
        Assert.Contains(site.Log, line => line.Contains("not one of Sentinel:Agents", StringComparison.Ordinal));

        var once = Signed();
        Assert.Equal(Acme, (await Asked(site, NewUser(), once)).Agent);
        Assert.Equal("", (await Asked(site, NewUser(), once)).Agent);
        Assert.Contains(site.Log, line => line.Contains("was used before", StringComparison.Ordinal));

        var elsewhere = Signer.Headers(new("evil.example", DateTimeOffset.UtcNow));
        Assert.Equal("", (await Asked(site, NewUser(), elsewhere, host: "evil.example")).Agent);
        var old = Signer.Headers(new(Own, DateTimeOffset.UtcNow.AddHours(-1)) { Lifetime = TimeSpan.FromDays(1) });
        Assert.Equal("", (await Asked(site, NewUser(), old)).Agent);
        Assert.Contains(site.Log, line => line.Contains("has expired", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LogIn_BehindAProxy_CountsForThePublicAuthority()
    {
        await using var one = await Site(parts.Node.Settings.AdminKey, "shop.example");
        var signed = Signer.Headers(new("shop.example", DateTimeOffset.UtcNow));
        Assert.Equal(Acme, (await Asked(one, NewUser(), signed)).Agent);

        await using var several = await Site(parts.Node.Settings.AdminKey, "shop.example", "shop.example:8443");
        var again = Signer.Headers(new("shop.example", DateTimeOffset.UtcNow));
        Assert.Equal("", (await Asked(several, NewUser(), again)).Agent);
        var forwarded = Signer.Headers(new("shop.example", DateTimeOffset.UtcNow)).ToDictionary();
        forwarded["X-Forwarded-Host"] = "SHOP.example";
        Assert.Equal(Acme, (await Asked(several, NewUser(), forwarded)).Agent);
        var port = Signer.Headers(new("shop.example:8443", DateTimeOffset.UtcNow)).ToDictionary();
        port["X-Forwarded-Host"] = "shop.example:8443";
        Assert.Equal(Acme, (await Asked(several, NewUser(), port)).Agent);
    }

    [Theory]
    [InlineData("Sentinel:Agents is empty", null, "shop.example", null)]
    [InlineData("[a-z0-9._-]", "Acme", "shop.example", "own")]
    [InlineData("Keys is empty", Acme, "shop.example", null)]
    [InlineData("Authorities is missing", Acme, null, "own")]
    [InlineData("examples in RFC 9421", Acme, "shop.example", "example")]
    [InlineData("needs x of 32 bytes", Acme, "shop.example", "short")]
    [InlineData("must be of kty", Acme, "shop.example", "none")]
    public void Options_ThatAreWrong_StopTheSiteAtItsStart(string why, string? agent, string? authority, string? key)
    {
        var services = new ServiceCollection().AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(
            new Microsoft.Extensions.Configuration.ConfigurationManager()).AddLogging();
        services.AddSentinel().AddDeclaredAgents(options =>
        {
            if (authority is not null) options.Authorities.Add(authority);
            if (agent is null) return;
            options.Agents[agent] = new();
            if (key is not null) options.Agents[agent].Keys.Add(Key(key));
        });
        using var provider = services.BuildServiceProvider();
        var fault = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<AgentSignatureOptions>>().Value);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    private static AgentKeyOptions Key(string kind) => kind switch
    {
        "own" => new() { Kty = "OKP", Crv = "Ed25519", X = Signer.X },
        "example" => RfcVectors.Ed25519,
        "short" => new() { Kty = "OKP", Crv = "Ed25519", X = "AAAA" },
        _ => new() { Kty = "oct" },
    };

    private static async Task Rule(NodeClient tenant)
    {
        JsonObject agents = new() { [Acme] = new JsonObject { ["low"] = "BLOCK" } };
        var draft = (await tenant.Post("/api/v1/policy/versions", new()
        {
            ["note"] = "An agent", ["document"] = new JsonObject { ["name"] = "agents", ["agents"] = agents },
        })).Expect(201);
        var body = new JsonObject { ["note"] = "Now", ["acceptUnsimulated"] = true };
        (await tenant.Post($"/api/v1/policy/versions/{(int)draft.Value("number")}/live", body)).Expect(200);
    }

    private static async Task<string> ServerKey(NodeClient tenant) => (await tenant.CreateApiKey(["SERVER"])).Expect(201).Text("key");

    private static string NewUser() => $"u-{Guid.NewGuid():N}";

    private static IReadOnlyDictionary<string, string> Signed() => Signer.Headers(new(Own, DateTimeOffset.UtcNow));

    /// <summary>The agent of a new session, and what its LOW action gets.</summary>
    private static async Task<(string Agent, string Decision)> Asked(
        AgentSite site, string user, IReadOnlyDictionary<string, string> headers, string? host = null)
    {
        using HttpClient http = new() { BaseAddress = site.Address };
        using HttpRequestMessage request = new(HttpMethod.Post, $"/log-in?user={user}");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (host is not null) request.Headers.Host = host;
        using var response = await http.SendAsync(request);
        var answer = (await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).Split(' ');
        return (answer[0], answer[1]);
    }

    private Task<AgentSite> Site(string key, params string[] authorities) =>
        AgentSite.Started(parts.Node.Address, key, Signer.X, authorities.Length > 0 ? authorities : [Own]);

    /// <summary>A site with a cookie log-in that agents use, too.</summary>
    private sealed class AgentSite(WebApplication app, ConcurrentQueue<string> log) : IAsyncDisposable
    {
        public Uri Address => new(app.Urls.First());

        public IReadOnlyCollection<string> Log => log;

        public static async Task<AgentSite> Started(Uri sentinel, string key, string x, string[] authorities)
        {
            ConcurrentQueue<string> log = new();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders().AddProvider(new Lines(log));
            builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
            builder.Configuration["Sentinel:Agents:acme-shopper:Keys:0:kty"] = "OKP";
            builder.Configuration["Sentinel:Agents:acme-shopper:Keys:0:crv"] = "Ed25519";
            builder.Configuration["Sentinel:Agents:acme-shopper:Keys:0:x"] = x;
            builder.Configuration["Sentinel:AgentSignatures:RequireNonce"] = "true";
            for (var i = 0; i < authorities.Length; i++)
                builder.Configuration[$"Sentinel:AgentSignatures:Authorities:{i}"] = authorities[i];
            builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
            builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
            builder.Services
                .AddSentinel(options => (options.Endpoint, options.ApiKey, options.Timeout) = (sentinel, key, TimeSpan.FromSeconds(5)))
                .AddDeclaredAgents();
            builder.Services.Configure<ForwardedHeadersOptions>(options =>
                options.ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.XForwardedHost);
            var app = builder.Build();
            app.UseForwardedHeaders();
            app.UseAuthentication();
            app.MapPost("/log-in", async (string user, HttpContext http, SentinelClient client, DeclaredAgents agents) =>
            {
                await client.OpenSessionAsync(http, user);
                http.User = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, user)], "password"));
                await http.SignInAsync(http.User);
                var opened = await client.OpenSessionAsync(user, "laptop", null, await agents.FindAsync(http));
                var decision = await client.EvaluateAsync(opened.SessionId, "look", Sensitivity.Low);
                return $"{decision.DeclaredAgent} {decision.Decision}";
            });
            await app.StartAsync();
            return new(app, log);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private sealed class Lines(ConcurrentQueue<string> log) : ILoggerProvider, ILogger
        {
            public ILogger CreateLogger(string categoryName) => this;

            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (IsEnabled(logLevel)) log.Enqueue(formatter(state, exception));
            }

            public void Dispose()
            {
            }
        }
    }
}
