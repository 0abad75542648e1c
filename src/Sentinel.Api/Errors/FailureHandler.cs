using System.Data.Common;
using System.Text;
using Microsoft.AspNetCore.Diagnostics;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Sessions.Records;

namespace Sentinel.Api.Errors;

/// <summary>Turns exceptions (broken infrastructure, an unreadable request, or a bug) into problems without internals.</summary>
internal sealed partial class FailureHandler(ILogger<FailureHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            HotStateUnavailableException => Problems.HotStateUnavailable,
            ColdStorageUnavailableException => Problems.ColdStorageUnavailable,
            _ when IsDatabaseAway(exception) => Problems.ColdStorageUnavailable,
            BadHttpRequestException { StatusCode: 400 } => Problems.Malformed,
            BadHttpRequestException bad => Problems.OfStatus(bad.StatusCode),
            InvalidDataException => Problems.Malformed,
            // The body is not in the charset that its Content-Type names.
            DecoderFallbackException => Problems.Malformed,
            // Brotli's stream throws this instead of InvalidDataException if the body is not Brotli.
            InvalidOperationException { Source: "System.IO.Compression.Brotli" } => Problems.Malformed,
            // ASP.NET's size-limited stream throws this if a body exceeds the limit after decompression.
            InvalidOperationException { Message: "The maximum number of bytes have been read." } => Problems.TooLarge,
            _ => Problems.Internal,
        };
        if (problem.Status == 500)
            LogBug(exception, httpContext.Request.Method, httpContext.GetEndpoint()?.DisplayName ?? "");
        await problem.Write(httpContext);
        return true;
    }

    /// <summary>Transient according to the provider, or class 57P: the server was shut down. EF Core wraps transient exceptions.</summary>
    private static bool IsDatabaseAway(Exception? exception) => exception switch
    {
        null => false,
        DbException { IsTransient: true } or DbException { SqlState: ['5', '7', 'P', ..] } => true,
        _ => IsDatabaseAway(exception.InnerException),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Endpoint} failed")]
    private partial void LogBug(Exception exception, string method, string endpoint);
}
