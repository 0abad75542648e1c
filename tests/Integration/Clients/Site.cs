using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sentinel.Client;

namespace Sentinel.Integration.Tests;

/// <summary>A customer's back end with the client, on Kestrel. A header names the user, because logging in is not under test.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly WebApplication _app;
    public const string SessionClaim = "session";

    private readonly Errors _errors;

    private Site(WebApplication app, Errors errors) => (_app, _errors) = (app, errors);

    /// <summary>The errors in the operator's log.</summary>
    public IReadOnlyCollection<string> LoggedErrors => _errors.Lines;

    public Uri Address => new(_app.Urls.First());

    public Client.SentinelClient Sentinel => _app.Services.GetRequiredService<Client.SentinelClient>();

    public static async Task<Site> Started(Uri sentinel, string key, Action<SentinelOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var errors = new Errors();
        builder.Logging.ClearProviders().AddProvider(errors);
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddSentinel(options =>
        {
            (options.Endpoint, options.ApiKey, options.Timeout) = (sentinel, key, TimeSpan.FromSeconds(5));
            options.HasPassedStepUp = context => context.Request.Headers.ContainsKey("X-Stepped-Up");
            options.FindSession = context => context.User.FindFirst(SessionClaim)?.Value;
            configure?.Invoke(options);
        });
        builder.Services.AddHealthChecks();
        builder.Services.AddSignalR();
        builder.Services.AddRazorPages(pages => pages.RootDirectory = "/Clients/Pages");
        builder.Services.AddControllers().ConfigureApplicationPartManager(parts =>
        {
            parts.ApplicationParts.Clear();
            parts.ApplicationParts.Add(new TransfersPart());
            parts.ApplicationParts.Add(new CompiledRazorAssemblyPart(typeof(Site).Assembly));
        });
        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (context.Request.Headers["X-Session"] is [{ } session])
                context.User = new(new ClaimsIdentity([new Claim(SessionClaim, session)], "test"));
            return next(context);
        });
        app.MapGet("/look", () => "seen").RequireTrust(Sensitivity.Low, "look");
        app.MapPost("/transfer", () => "sent").RequireTrust(Sensitivity.High, "transfer");
        app.MapGet("/news", () => "read").RequireTrust(Sensitivity.Low, "news", whenUnavailable: Decision.Allow);
        app.MapGet("/delegate", (RequestDelegate)(context => context.Response.WriteAsync("ran")))
            .RequireTrust(Sensitivity.High, "delegate");
        app.MapHealthChecks("/checks").RequireTrust(Sensitivity.High, "checks");
        var own = new OwnEndpoints();
        own.RequireTrust(Sensitivity.High, "own");
        ((IEndpointRouteBuilder)app).DataSources.Add(own);
        app.MapControllers().RequireTrust(Sensitivity.High, "controllers");
        app.MapRazorPages().RequireTrust(Sensitivity.High, "pages");
        app.MapHub<TransferHub>("/hub").RequireTrust(Sensitivity.High, "hub");
        var group = app.MapGroup("/group").RequireTrust(Sensitivity.High, "group");
        group.MapGet("/handler", () => "ran");
        group.MapHealthChecks("/checks");
        await app.StartAsync();
        return new(app, errors);
    }

    public async Task<SiteAnswer> Ask(HttpMethod method, string path, string? session, bool steppedUp = false, string? agent = null)
    {
        using var http = new HttpClient { BaseAddress = new(_app.Urls.First()) };
        using var request = new HttpRequestMessage(method, path);
        if (session is not null) request.Headers.Add("X-Session", session);
        if (steppedUp) request.Headers.Add("X-Stepped-Up", "just now");
        if (agent is not null) request.Headers.TryAddWithoutValidation("User-Agent", agent);
        using var response = await http.SendAsync(request);
        if (response.IsSuccessStatusCode) return new(response.StatusCode, null, null, Degraded: false);
        var problem = await response.Content.ReadFromJsonAsync<JsonObject>();
        return new(response.StatusCode, (string?)problem!["code"], (Guid?)problem["challengeId"], (bool?)problem["degraded"] ?? false);
    }

    /// <summary>A connection to the site's hub, as a page of this session opens it: after a negotiation, or only by WebSocket.</summary>
    public HubConnection Hub(string session, bool negotiated) => new HubConnectionBuilder().WithUrl($"{_app.Urls.First()}/hub", line =>
    {
        line.Headers["X-Session"] = session;
        (line.SkipNegotiation, line.Transports) = (!negotiated, HttpTransportType.WebSockets);
    }).Build();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>The only controller of this site; excludes those of the test host.</summary>
    private sealed class TransfersPart : ApplicationPart, IApplicationPartTypeProvider
    {
        public override string Name => nameof(TransfersController);

        public IEnumerable<TypeInfo> Types => [typeof(TransfersController).GetTypeInfo()];
    }

    private sealed class Errors : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel)) _lines.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}

/// <summary>What a user's page receives.</summary>
internal sealed record SiteAnswer(HttpStatusCode Status, string? Code, Guid? ChallengeId, bool Degraded);

[Microsoft.AspNetCore.Mvc.Route("/controller")]
public sealed class TransfersController : Microsoft.AspNetCore.Mvc.ControllerBase
{
    [Microsoft.AspNetCore.Mvc.HttpGet]
    public Microsoft.AspNetCore.Mvc.IActionResult Run() => Content("ran");
}

public sealed class TransferHub : Hub
{
    public string Transfer() => $"sent for {Context.User?.FindFirstValue(Site.SessionClaim)}";
}
