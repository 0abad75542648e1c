using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sentinel.Integration.Tests;

namespace Sentinel.Browser.Tests;

/// <summary>
/// A customer's site: its pages have the SDK's tag, and it forwards the SDK's requests to Sentinel under its own origin. Records every
/// batch, and follows Sentinel to another port after a restart.
/// </summary>
public sealed class Site : IAsyncDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(20) };

    private readonly ConcurrentQueue<Exchange> _exchanges = new();
    private readonly SentinelNode _node;
    private readonly WebApplication _app;

    private Site(SentinelNode node, OpenSession session)
    {
        (_node, Session) = (node, session);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/{page}", (string page) => Results.Content(SitePage.Html(page, Session), "text/html; charset=utf-8"));
        _app.Map("/api/{**path}", HandOn);
        _app.Map("/sdk/{**path}", HandOn);
    }

    /// <summary>The session of the rendered pages.</summary>
    public OpenSession Session { get; }

    public string Address => _app.Urls.First();

    /// <summary>Every answered request to Sentinel, in order.</summary>
    public IReadOnlyList<Exchange> Exchanges => [.. _exchanges];

    /// <summary>The batches that were sent, including repetitions.</summary>
    public IReadOnlyList<Exchange> Batches =>
        [.. _exchanges.Where(exchange => exchange.Path.EndsWith("/batches", StringComparison.Ordinal))];

    public static async Task<Site> Started(SentinelNode node, string? device = null)
    {
        var site = new Site(node, await node.Client.Opened($"u-{Guid.NewGuid():N}", device));
        await site._app.StartAsync();
        return site;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandOn(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        try
        {
            using var request = new HttpRequestMessage(new(context.Request.Method), new Uri(_node.Address, context.Request.Path.Value));
            if (body.Length > 0)
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            if (context.Request.Headers.Authorization is [{ } credential])
                request.Headers.TryAddWithoutValidation("Authorization", credential);
            using var response = await Http.SendAsync(request);
            var answer = await response.Content.ReadAsByteArrayAsync();
            _exchanges.Enqueue(new(context.Request.Path.Value!, body, (int)response.StatusCode, Encoding.UTF8.GetString(answer)));
            context.Response.StatusCode = (int)response.StatusCode;
            context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
            await context.Response.Body.WriteAsync(answer);
        }
        catch (Exception e) when (e is HttpRequestException or InvalidOperationException or TaskCanceledException)
        {
            _exchanges.Enqueue(new(context.Request.Path.Value!, body, 502, ""));
            context.Response.StatusCode = 502;
        }
    }
}

/// <summary>A page's request and Sentinel's answer.</summary>
public sealed record Exchange(string Path, string Body, int Status, string Answer)
{
    public JsonObject Batch { get; } = Body.Length > 0 ? JsonNode.Parse(Body)!.AsObject() : [];

    public string Stream => (string)Batch["stream"]!;

    public long Sequence => (long)Batch["sequence"]!;

    public long Dropped => (long)Batch["dropped"]!;

    public int Events => Of("keys").Count() + Of("pointer").Count() + Of("signals").Count();

    public bool Accepted => Status == 200 && (bool)JsonNode.Parse(Answer)!["accepted"]!;

    public IEnumerable<JsonObject> Of(string array) => Batch[array]!.AsArray().Select(one => one!.AsObject());
}
