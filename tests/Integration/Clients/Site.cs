using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sentinel.Client;

namespace Sentinel.Integration.Tests.Clients;

/// <summary>A customer's back end with the client in it, on Kestrel; who is asking is said by a header, since logging in is not what is tested.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Site(WebApplication app) => _app = app;

    public Client.SentinelClient Sentinel => _app.Services.GetRequiredService<Client.SentinelClient>();

    public static async Task<Site> Started(Uri sentinel, string key, Action<SentinelOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddSentinel(options =>
        {
            (options.Endpoint, options.ApiKey, options.Timeout) = (sentinel, key, TimeSpan.FromSeconds(5));
            configure?.Invoke(options);
        });
        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (context.Request.Headers["X-Session"] is [{ } session])
                context.User = new(new ClaimsIdentity([new Claim(SentinelOptions.SessionClaim, session)], "test"));
            return next(context);
        });
        app.MapGet("/look", () => "seen").RequireTrust(Sensitivity.Low, "look");
        app.MapPost("/transfer", () => "sent").RequireTrust(Sensitivity.High, "transfer");
        app.MapGet("/news", () => "read").RequireTrust(Sensitivity.Low, "news", whenUnavailable: Decision.Allow);
        await app.StartAsync();
        return new(app);
    }

    public async Task<(HttpStatusCode Status, string? Code, Guid? ChallengeId)> Ask(HttpMethod method, string path, string? session)
    {
        using var http = new HttpClient { BaseAddress = new(_app.Urls.First()) };
        using var request = new HttpRequestMessage(method, path);
        if (session is not null) request.Headers.Add("X-Session", session);
        using var response = await http.SendAsync(request);
        if (response.IsSuccessStatusCode) return (response.StatusCode, null, null);
        var problem = await response.Content.ReadFromJsonAsync<JsonObject>();
        return (response.StatusCode, (string?)problem!["code"], (Guid?)problem["challengeId"]);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
