using System.Net;
using System.Reflection;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sentinel.Client;

namespace Sentinel.Integration.Tests;

/// <summary>A site with a cookie log-in, as docs/integrate.md builds one, and a browser without scripts that visits it.</summary>
internal sealed class CookieSite : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _browser;

    private CookieSite(WebApplication app)
    {
        _app = app;
        _browser = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = Cookies })
        {
            BaseAddress = new(app.Urls.First()),
        };
    }

    public CookieContainer Cookies { get; } = new();

    public Uri Address => _browser.BaseAddress!;

    public static async Task<CookieSite> Started(Uri sentinel, string key, Action<SentinelOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder
            .Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie => cookie.LoginPath = "/log-in");
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddSentinel(options =>
        {
            (options.Endpoint, options.ApiKey, options.Timeout) = (sentinel, key, TimeSpan.FromSeconds(5));
            (options.StepUpPath, options.BlockedPath) = ("/step-up", "/blocked");
            configure?.Invoke(options);
        });
        builder.Services.AddControllers().ConfigureApplicationPartManager(parts =>
        {
            parts.ApplicationParts.Clear();
            parts.ApplicationParts.Add(new PaymentsPart());
        });
        var app = builder.Build();
        app.UseAuthentication();
        app.MapPost("/log-in", async (string user, HttpContext http, SentinelClient client) =>
        {
            await client.OpenSessionAsync(http, user);
            await LogIn(http, user);
        });
        // As a site whose other way to log in forgets Sentinel.
        app.MapPost("/log-in-alone", (string user, HttpContext http) => LogIn(http, user));
        // As the cookie of somebody who comes back after a time in which Sentinel has forgotten the session.
        app.MapPost("/forget", (HttpContext http, IDataProtectionProvider protection) =>
        {
            var protector = protection.CreateProtector("Sentinel.Client.SiteSession");
            var kept = JsonNode.Parse(protector.Unprotect(http.Request.Cookies["sentinel-session"]!))!;
            kept["Id"] = "s001-00000000000000000000000000000000";
            http.Response.Cookies.Append("sentinel-session", protector.Protect(kept.ToJsonString()));
        });
        app.MapPost("/log-out", async (HttpContext http, SentinelClient client) => await client.EndSessionAsync(http));
        app.MapPost("/step-up", (HttpContext http, SentinelClient client, bool passed) => client.ReportStepUpAsync(http, passed, "otp"));
        app.MapGet("/session", (HttpContext http, IDataProtectionProvider protection) =>
            http.Request.Cookies["sentinel-session"] is { } cookie
                ? (string?)JsonNode.Parse(protection.CreateProtector("Sentinel.Client.SiteSession").Unprotect(cookie))!["Id"] ?? ""
                : "");
        app.MapGet("/account", () => "shown").RequireTrust(Sensitivity.High, "account");
        app.MapPost("/transfer", () => "sent").RequireTrust(Sensitivity.High, "transfer");
        app.MapControllers();
        app.MapSentinel();
        await app.StartAsync();
        return new(app);
    }

    public async Task<PageAnswer> Get(string path, string accept = "text/html,application/xhtml+xml,*/*;q=0.8") =>
        await Ask(HttpMethod.Get, path, accept, referer: null);

    public async Task<PageAnswer> Post(
        string path, string accept = "text/html,application/xhtml+xml,*/*;q=0.8", string? referer = null, string? from = null) =>
        await Ask(HttpMethod.Post, path, accept, referer, from);

    /// <summary>As the browser's user can; an empty value removes the cookie.</summary>
    public void SetCookie(string name, string value) => Cookies.SetCookies(
        Address, value.Length > 0 ? $"{name}={value}; path=/" : $"{name}=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT");

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    private static Task LogIn(HttpContext http, string user) =>
        http.SignInAsync(new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, user)], "password")));

    /// <summary>The only controller of this site; excludes those of the test host.</summary>
    private sealed class PaymentsPart : ApplicationPart, IApplicationPartTypeProvider
    {
        public override string Name => nameof(PaymentsController);

        public IEnumerable<TypeInfo> Types => [typeof(PaymentsController).GetTypeInfo()];
    }

    private async Task<PageAnswer> Ask(HttpMethod method, string path, string accept, string? referer, string? from = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (referer is not null) request.Headers.TryAddWithoutValidation("Referer", referer);
        if (from is not null) request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", from);
        using var response = await _browser.SendAsync(request);
        return new(
            (int)response.StatusCode,
            response.Headers.Location?.OriginalString,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync());
    }
}

/// <summary>A controller whose action has the attribute.</summary>
[Route("/payments")]
public sealed class PaymentsController : ControllerBase
{
    [HttpPost, RequireTrust(Sensitivity.High, "payment")]
    public IActionResult Pay() => Content("paid");
}

/// <summary>What a browser receives.</summary>
internal sealed record PageAnswer(int Status, string? Location, string? Type, string Body);
