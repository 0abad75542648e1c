using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Sentinel.Api.Json;

/// <summary>
/// Server-sent events, one for each value. A stream ends by itself after some minutes, so that the browser asks again and its credential is
/// checked again; and when the server stops.
/// </summary>
internal sealed class EventStream<T>(IAsyncEnumerable<T> values, JsonTypeInfo<T> type) : IActionResult
{
    public const string MediaType = "text/event-stream";

    /// <summary>Whether the caller asks for events and not for one answer.</summary>
    public static bool IsAskedFor(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(accept => accept.MediaType == MediaType);

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var (response, gone) = (context.HttpContext.Response, context.HttpContext.RequestAborted);
        response.ContentType = MediaType;
        response.Headers[HeaderNames.CacheControl] = "no-store";
        // nginx passes events on only without its buffer.
        response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await foreach (var value in values.WithCancellation(gone))
            {
                await response.WriteAsync($"data: {JsonSerializer.Serialize(value, type)}\n\n", gone);
                await response.Body.FlushAsync(gone);
            }
        }
        catch (OperationCanceledException)
        {
            // The client has gone away, or the server stops.
        }
    }
}
