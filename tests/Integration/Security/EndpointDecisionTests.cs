using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Sentinel.Integration.Tests;

/// <summary>Every endpoint declares who may call it, or that it is anonymous.</summary>
public sealed partial class EndpointDecisionTests(EndpointDecisionTests.InProcess app) : IClassFixture<EndpointDecisionTests.InProcess>
{
    private IReadOnlyList<Endpoint> Endpoints => app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    [Fact]
    public void EveryEndpoint_WhenMapped_HasADecision()
    {
        Assert.True(Endpoints.Count >= 15, $"only {Endpoints.Count} endpoints were found");
        Assert.Empty(Undecided(Endpoints));
    }

    [Fact]
    public void EveryEndpoint_WhenMapped_IsInTheTableOfCredentials()
    {
        var known = CredentialTests.Calls.Select(call => call.Pattern).ToHashSet();
        Assert.Empty(Endpoints.OfType<RouteEndpoint>().Select(Name).Where(name => !known.Contains(name)).Distinct());
    }

    [Fact]
    public void Undecided_WhenAnEndpointHasNoDecision_NamesIt()
    {
        Assert.Equal(
            ["GET /open"],
            Undecided([
                Endpoint("/open"),
                Endpoint("/closed", new AuthorizeAttribute()),
                Endpoint("/public", new AllowAnonymousAttribute()),
            ])
        );
    }

    /// <summary>Reads the calls from the routes, so new ones are included.</summary>
    [Fact]
    public async Task EveryCallThatChangesSomething_WhenTheCookieComesWithoutTheToken_IsRefused()
    {
        using var browser = await SignedIn();
        List<string> asked = [];
        foreach (var (method, name) in Changes(Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)))
        {
            using var call = CredentialTests.Calls.Single(call => call.Pattern == name).Request("s000-00000000000000000000000000000000");
            call.Method = new(method);
            var answer = await Answer.Of(await browser.SendAsync(call));
            Assert.Equal((method, name, 403, "antiforgery_required"), (method, name, answer.Number, answer.Code));
            asked.Add($"{method} {name}");
        }

        Assert.True(asked.Count >= 15, string.Join('\n', asked));
    }

    /// <summary>Review each one: the sign-in's forms check the token themselves, and the demo does not use the cookie.</summary>
    [Fact]
    public void AnonymousCallsThatChangeSomething_WhenMapped_AreTheseOnly() => Assert.Equal(
        [
            "POST /demo/challenges/{id:guid}", "POST /demo/challenges/{id:guid}/code", "POST /demo/login", "POST /demo/passkeys",
            "POST /demo/passkeys/options", "POST /demo/sentinel/passkey", "POST /demo/sentinel/passkey/request",
            "POST /demo/sentinel/session", "POST /demo/transfer",
            "POST /signin", "POST /signin/out", "POST /ssf/events/{transmitter}",
        ],
        Changes(Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null))
            .Where(change => !ReadsOnly.Contains(change.Name)).Select(change => change.Name).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Swagger_WhenSignedIn_HasTheTokenThatItsCallsNeed()
    {
        using var browser = await SignedIn();
        using var other = app.CreateClient();
        Assert.Contains("/swagger/antiforgery.js", await browser.GetStringAsync("/swagger/index.html"), StringComparison.Ordinal);
        Assert.DoesNotContain("headers.set", await other.GetStringAsync("/swagger/antiforgery.js"), StringComparison.Ordinal);
        var script = await browser.GetAsync("/swagger/antiforgery.js");
        Assert.Equal(
            ("same-origin", true),
            (script.Headers.GetValues("Cross-Origin-Resource-Policy").Single(), script.Headers.CacheControl!.NoStore)
        );
        var header = SetHeader().Match(await script.Content.ReadAsStringAsync());
        var (name, token) = (header.Groups[1].Value, header.Groups[2].Value);
        (await Rotated(browser, name, token)).Expect(404, "key_unknown");
        (await Rotated(browser, name, token[..^8] + "AAAAAAAA")).Expect(403, "antiforgery_required");
    }

    private static async Task<Answer> Rotated(HttpClient browser, string header, string token)
    {
        using var call = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/keys/{Guid.Empty}/rotate") { Headers = { { header, token } } };
        return await Answer.Of(await browser.SendAsync(call));
    }

    /// <summary>Anonymous routes that accept any method and change nothing.</summary>
    private static readonly string[] ReadsOnly =
    [
        "GET /health/live",
        "GET /health/ready",
        "GET /health/startup",
        "GET /swagger/{documentName}/swagger.{extension}",
        "GET /swagger/{**path}",
        "GET /swagger",
    ];

    private async Task<HttpClient> SignedIn()
    {
        var browser = app.CreateClient(new() { AllowAutoRedirect = false });
        var key = (await File.ReadAllTextAsync(Path.Combine(app.DataFolder, "bootstrap-key"))).Trim();
        var answer = await SignInTests.SignIn(browser, key, "/hangfire");
        Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    /// <summary>The methods of each route that change something; a route without methods accepts all.</summary>
    private static IEnumerable<(string Method, string Name)> Changes(IEnumerable<Endpoint> endpoints) =>
        endpoints
            .OfType<RouteEndpoint>()
            .SelectMany(
                endpoint =>
                    (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["POST", "PUT", "DELETE"]).Where(method =>
                        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method)
                    ),
                (endpoint, method) => (method, Name(endpoint))
            );

    [GeneratedRegex("""headers\.set\("([^"]+)", "([^"]+)"\)""")]
    private static partial Regex SetHeader();

    private static IEnumerable<string> Undecided(IEnumerable<Endpoint> endpoints) =>
        endpoints
            .Where(endpoint =>
                endpoint.Metadata.GetMetadata<IAuthorizeData>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
            )
            .Select(endpoint => endpoint is RouteEndpoint route ? Name(route) : endpoint.DisplayName ?? "");

    private static string Name(RouteEndpoint endpoint) =>
        $"{(endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is { HttpMethods: [var method, ..] } ? method : "GET")} "
            + $"/{endpoint.RoutePattern.RawText?.TrimStart('/')}";

    private static RouteEndpoint Endpoint(string pattern, params object[] metadata) =>
        new(_ => Task.CompletedTask, RoutePatternFactory.Parse(pattern), 0, new(metadata), null);

    /// <summary>The product in this process, because its endpoints can only be listed there.</summary>
    public sealed class InProcess : WebApplicationFactory<Program>
    {
        private readonly TemporaryFolder _data = new();

        public string DataFolder => _data.FullPath;

        protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseSetting("SENTINEL_DATA", _data.FullPath);

        protected override void Dispose(bool disposing)
        {
            HangfireLog.TakeAway();
            base.Dispose(disposing);
            _data.Dispose();
        }
    }
}
