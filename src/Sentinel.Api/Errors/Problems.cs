using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Contracts;
using Sentinel.Application.Results;

namespace Sentinel.Api.Errors;

/// <summary>RFC 9457 problem details with a stable <c>code</c>; the only place that maps failures to HTTP.</summary>
internal sealed record Problems(int Status, string Code, string Title, string Detail)
{
    public const string MediaType = "application/problem+json";

    public static readonly Problems Unauthorized = new(
        401,
        "unauthorized",
        "Unauthorized",
        "Send Authorization: Bearer with an API key or an ingest token that is known and has not expired."
    );

    public static readonly Problems Forbidden =
        new(403, "forbidden", "Forbidden", "This credential does not have the scope for this call.");

    public static readonly Problems HotStateUnavailable =
        new(503, "hot_state_unavailable", "Hot state unavailable", "The state of sessions cannot be reached. Try again shortly.");

    public static readonly Problems ColdStorageUnavailable = new(
        503,
        "cold_storage_unavailable",
        "Cold storage unavailable",
        "The database cannot be reached. Scoring continues. Try again shortly."
    );

    public static readonly Problems HttpsRequired = new(
        403,
        "https_required",
        "HTTPS required",
        "Plain HTTP would show credentials on the way. Use https; behind a proxy that ends TLS, name the proxy in Proxies:Known and let it "
            + "send X-Forwarded-Proto."
    );

    public static readonly Problems TooManyRequests = new(
        429,
        "too_many_requests",
        "Too many requests",
        "This key or address has sent too many requests. Wait for as long as Retry-After says, then send this one again."
    );

    public static readonly Problems TooManyBatches = new(
        429,
        "too_many_batches",
        "Too many batches",
        "Too many batches of this session were refused. Wait for as long as Retry-After says, and correct them before they are sent again."
    );

    public static readonly Problems AntiforgeryRequired = new(403, "antiforgery_required", "Antiforgery token required",
        "The cookie of the sign-in may only read. To change something, send Authorization: Bearer with an API key, or the antiforgery "
            + "token of a page "
        + "of this server.");

    public static readonly Problems HostNotAllowed = new(400, "host_not_allowed", "Host not allowed",
        "This server does not answer to the name in the Host header. AllowedHosts lists the names that it accepts.");

    public static readonly Problems Internal = new(
        500,
        "internal_error",
        "Internal error",
        "An unexpected error occurred. Find it in the log by the trace id."
    );

    public static readonly Problems Malformed = new(
        400,
        "malformed_request",
        "Malformed request",
        "The body cannot be read: it is broken off, or not compressed as Content-Encoding says."
    );

    public static readonly Problems TooLarge = new(
        413,
        "body_too_large",
        "Body too large",
        "The body must be at most 256 KiB, also after decompression. Send smaller batches more often."
    );

    /// <summary>The problem for a status that the framework set.</summary>
    public static Problems OfStatus(int status) =>
        status switch
        {
            401 => Unauthorized,
            403 => Forbidden,
            404 => new(404, "not_found", "Not found", "There is nothing at this address."),
            405 => new(405, "method_not_allowed", "Method not allowed", "This address does not answer to this method."),
            413 => TooLarge,
            415 => new(
                415,
                "unsupported_media_type",
                "Unsupported media type",
                "Send Content-Type: application/json, with Content-Encoding gzip, br or none."
            ),
            >= 500 => Internal,
            _ => new(status, "bad_request", "Bad request", "The request cannot be read."),
        };

    public static IActionResult Of(Fault fault)
    {
        var status = fault.Kind switch
        {
            FaultKind.Invalid => 422,
            FaultKind.NotFound => 404,
            FaultKind.Forbidden => 403,
            FaultKind.Conflict => 409,
            FaultKind.Changed => 412,
            FaultKind.Unconditional => 428,
            FaultKind.TooMany => 429,
            _ => 503,
        };
        var problem = new Problems(status, fault.Code, Words(fault.Code), fault.Detail).ToDetails();
        if (fault.Violations.Count > 0)
            problem.Extensions["errors"] = fault.Violations.Select(v => new FieldError(v.Path, v.Message)).ToArray();
        return new ProblemResult(problem);
    }

    public ProblemDetails ToDetails() => new()
    {
        Type = $"urn:sentinel:{Code}",
        Status = Status,
        Title = Title,
        Detail = Detail,
        Extensions = { ["code"] = Code },
    };

    public Task Write(HttpContext context) => new ProblemResult(ToDetails()).Write(context);

    private static string Words(string code) => char.ToUpperInvariant(code[0]) + code[1..].Replace('_', ' ');
}

/// <summary>Writes a problem directly, because an ObjectResult would use the media type of the controller's <c>[Produces]</c>.</summary>
internal sealed class ProblemResult(ProblemDetails problem) : IActionResult
{
    public ProblemResult(Problems problem)
        : this(problem.ToDetails())
    {
    }

    public Task ExecuteResultAsync(ActionContext context) => Write(context.HttpContext);

    public Task Write(HttpContext context)
    {
        if (
            problem.Status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests
            && context.Response.Headers.RetryAfter.Count == 0
        )
            context.Response.Headers.RetryAfter = "1";
        context.Response.StatusCode = problem.Status!.Value;
        return context.Response.WriteAsJsonAsync(problem, ApiJson.Default.ProblemDetails, Problems.MediaType, context.RequestAborted);
    }
}
