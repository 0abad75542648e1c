using System.Collections.Concurrent;
using Microsoft.Net.Http.Headers;
using Sentinel.Api.Settings;

namespace Sentinel.Api.Hosting;

/// <summary>
/// Says in the log, once for each origin, that pages of a site may not send batches: the site's developers see only that a request failed.
/// </summary>
internal sealed partial class RefusedOrigins(TransportOptions options, ILogger<RefusedOrigins> logger)
{
    /// <summary>Anybody can send any origin; more are not logged.</summary>
    private const int Most = 20;

    private readonly ConcurrentDictionary<string, byte> named = new(StringComparer.OrdinalIgnoreCase);

    public Task Note(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (
            HttpMethods.IsOptions(request.Method)
            && request.Headers.ContainsKey(HeaderNames.AccessControlRequestMethod)
            && Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var site)
            && site.GetLeftPart(UriPartial.Authority) is var origin
            && !options.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase)
            && named.Count < Most
            && named.TryAdd(origin, 0)
        )
            LogRefused(origin);
        return next(context);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Pages of {Origin} may not send batches, so browsers refuse to: add it to Cors:Origins if it is a site of yours"
    )]
    private partial void LogRefused(string origin);
}
