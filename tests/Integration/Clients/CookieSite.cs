using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Bank;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
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

    private CookieSite(WebApplication app, Outage outage)
    {
        (_app, Outage) = (app, outage);
        _browser = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = Cookies })
        {
            BaseAddress = new(app.Urls.First()),
        };
    }

    public CookieContainer Cookies { get; } = new();

    public Uri Address => _browser.BaseAddress!;

    /// <summary>Whether Sentinel answers the site.</summary>
    public Outage Outage { get; }

    public static async Task<CookieSite> Started(Uri sentinel, string key, Action<SentinelOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var outage = new Outage();
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
        }).AddHttpMessageHandler(outage.Handler).AddPasskeyStepUp<Customer>();
        builder.Services.AddSingleton<IUserStore<Customer>, Customers>().AddIdentityCore<Customer>();
        // As a site whose log-in is content with a touch.
        builder.Services.Configure<IdentityPasskeyOptions>(passkeys => passkeys.UserVerificationRequirement = "discouraged");
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
        return new(app, outage);
    }

    public async Task<PageAnswer> Get(string path, string accept = "text/html,application/xhtml+xml,*/*;q=0.8") =>
        await Ask(HttpMethod.Get, path, accept, referer: null);

    public async Task<PageAnswer> Post(
        string path, string accept = "text/html,application/xhtml+xml,*/*;q=0.8", string? referer = null, string? from = null) =>
        await Ask(HttpMethod.Post, path, accept, referer, from);

    /// <summary>A call of the page's script.</summary>
    public async Task<PageAnswer> Call(string path, JsonObject body, string from = "same-origin")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Origin", Address.GetLeftPart(UriPartial.Authority));
        request.Headers.Add("Sec-Fetch-Site", from);
        return await Answered(request);
    }

    /// <summary>As if the user had added it.</summary>
    public async Task Add(string user, UserPasskeyInfo passkey)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var customers = scope.ServiceProvider.GetRequiredService<UserManager<Customer>>();
        Assert.True((await customers.AddOrUpdatePasskeyAsync((await customers.FindByIdAsync(user))!, passkey)).Succeeded);
    }

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
        return await Answered(request);
    }

    private async Task<PageAnswer> Answered(HttpRequestMessage request)
    {
        using var response = await _browser.SendAsync(request);
        return new(
            (int)response.StatusCode,
            response.Headers.Location?.OriginalString,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync());
    }
}

/// <summary>Sentinel's address stops answering, and answers again.</summary>
internal sealed class Outage
{
    public bool Begun { get; set; }

    public DelegatingHandler Handler() => new Switch(this);

    private sealed class Switch(Outage outage) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            outage.Begun ? throw new HttpRequestException("Nobody listens.") : base.SendAsync(request, cancellationToken);
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
