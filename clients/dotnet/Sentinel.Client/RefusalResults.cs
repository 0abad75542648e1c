using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Sentinel.Client;

/// <summary>How a refusal is told: to a person's browser as a page, to a program as a problem (RFC 9457).</summary>
internal static class RefusalResults
{
    public static async Task<IResult> For(HttpContext context, TrustRefusal refusal, SentinelOptions options)
    {
        if (refusal.Code == TrustRefusal.TryAgain)
            context.Response.Headers.RetryAfter = "1";
        if (refusal.Code == TrustRefusal.ChallengeRequired && options.BearerStepUp is { } demanded && BearerStepUp.IsFor(context.Request))
        {
            demanded.Demand(context.Response, refusal.Detail);
            return Problem(refusal, StatusCodes.Status401Unauthorized);
        }

        if (!WantsAPage(context.Request))
            return Problem(refusal, StatusOf(refusal));
        if (refusal.Code == TrustRefusal.LogInRequired && await HasLogIn(context).ConfigureAwait(false))
            return Results.Challenge(new AuthenticationProperties { RedirectUri = refusal.ReturnUrl });
        var path = refusal.Code switch
        {
            TrustRefusal.Blocked => options.BlockedPath,
            TrustRefusal.ChallengeRequired => options.StepUpPath,
            _ => null,
        };
        return path is null ? new Page(refusal) : new SeeOther(Address(context.Request, path, refusal));
    }

    /// <summary>Whether a person will look at the answer: browsers name HTML when they load a page, and not in a script's calls.</summary>
    private static bool WantsAPage(HttpRequest request) =>
        new RequestHeaders(request.Headers).Accept.Any(type =>
            type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && type.Quality is not 0);

    private static string Address(HttpRequest request, string path, TrustRefusal refusal) => QueryHelpers.AddQueryString(
        $"{request.PathBase}{path}",
        new Dictionary<string, string?>
        {
            [StepUp.ChallengeName] = refusal.ChallengeId?.ToString(),
            [ReturnAddress.Name] = refusal.ReturnUrl,
        }.Where(one => one.Value is not null));

    private static async Task<bool> HasLogIn(HttpContext context) =>
        context.RequestServices.GetService<IAuthenticationSchemeProvider>() is { } schemes
        && await schemes.GetDefaultChallengeSchemeAsync().ConfigureAwait(false) is not null;

    private static ProblemHttpResult Problem(TrustRefusal refusal, int status)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = refusal.Code };
        if (refusal.ChallengeId is { } id)
            extensions["challengeId"] = id;
        if (refusal.Degraded)
            extensions["degraded"] = true;
        return TypedResults.Problem(refusal.Detail, statusCode: status, extensions: extensions);
    }

    private static int StatusOf(TrustRefusal refusal) =>
        refusal.Code == TrustRefusal.TryAgain ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status403Forbidden;

    /// <summary>A form's answer, too, is a page to load.</summary>
    private sealed class SeeOther(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
            httpContext.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        }
    }

    /// <summary>For a site that has named no page of its own.</summary>
    private sealed class Page(TrustRefusal refusal) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var (title, back) = (HtmlEncoder.Default.Encode(refusal.Detail), HtmlEncoder.Default.Encode(refusal.ReturnUrl));
            httpContext.Response.StatusCode = StatusOf(refusal);
            httpContext.Response.ContentType = "text/html; charset=utf-8";
            httpContext.Response.Headers.CacheControl = "no-store";
            return httpContext.Response.WriteAsync(
                $"""
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>{title}</title>
                <h1>{title}</h1>
                <p><a href="{back}">Go back</a></p>
                </html>
                """,
                httpContext.RequestAborted);
        }
    }
}
