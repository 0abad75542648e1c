using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Sentinel.Client;

/// <summary>
/// A step-up with a passkey: the page's script, what it asks an authenticator for, and how that ended. The user's answer must carry the
/// protected ticket that came with the request, which no other site's page can read: it stands where an antiforgery token would.
/// </summary>
internal static class PasskeyEndpoints
{
    public const string Script = "/passkey.js";

    private const string Method = "webauthn";

    /// <summary>An answer of an authenticator has some hundred bytes.</summary>
    private const int LongestBody = 64 * 1024;

    /// <summary>Maps nothing where the site has no <c>AddPasskeyStepUp</c>.</summary>
    public static void Map(RouteGroupBuilder sentinel)
    {
        var services = ((IEndpointRouteBuilder)sentinel).ServiceProvider;
        if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(IPasskeys)) != true)
            return;
        sentinel.MapGet(Script, Serve);
        sentinel.MapPost("/passkey/request", Ask).WithMetadata(new RequestSizeLimitAttribute(LongestBody));
        sentinel.MapPost("/passkey", Answer).WithMetadata(new RequestSizeLimitAttribute(LongestBody));
    }

    private static IResult Serve(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Stream(
            typeof(PasskeyEndpoints).Assembly.GetManifestResourceStream("passkey.js")!, "text/javascript; charset=utf-8");
    }

    /// <summary>What to ask the authenticator for; 204 for a user without passkeys.</summary>
    private static async Task<IResult> Ask(HttpContext context, ChallengeBody body, IPasskeys passkeys)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (SessionOf(context) is not { Length: > 0 } session)
            return Results.Unauthorized();
        if (!SameOrigin.Is(context.Request))
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (body.ChallengeId == Guid.Empty)
            return Results.BadRequest();
        if (await passkeys.Ask(context).ConfigureAwait(false) is not { } asked)
            return Results.NoContent();
        return Results.Ok(new
        {
            options = JsonElement.Parse(asked.Options),
            ticket = new PasskeyTicket(session, body.ChallengeId, asked.User, asked.State).Protect(context),
        });
    }

    /// <summary>
    /// Reports the outcome: <c>passed</c>, <c>failed</c>, or <c>again</c> if this ticket or challenge does not count any more, and the
    /// action has to be tried for another one. 503 if the outcome could not be kept: then it counts for nothing.
    /// </summary>
    private static async Task<IResult> Answer(HttpContext context, AnswerBody body, IPasskeys passkeys, SentinelClient sentinel)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (SessionOf(context) is not { Length: > 0 } session)
            return Results.Unauthorized();
        if (!SameOrigin.Is(context.Request))
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (body is not { Ticket: { } text, Credential: { ValueKind: JsonValueKind.Object } credential })
            return Results.BadRequest();
        if (PasskeyTicket.Read(context, text) is not { } ticket
            || ticket.Session != session
            || ticket.User != passkeys.UserOf(context))
            return Outcome("again");
        if (await passkeys.Answers(context, ticket, credential.GetRawText()).ConfigureAwait(false) is not { } passed)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        try
        {
            var counts = await SentinelHttpExtensions.Report(sentinel, context, ticket.Challenge, passed, Method).ConfigureAwait(false);
            return Outcome(counts ? passed ? "passed" : "failed" : "again");
        }
        catch (SentinelException over) when (over.IsOver)
        {
            return Outcome("again");
        }
        catch (SentinelException away) when (away.IsUnavailable)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static IResult Outcome(string outcome) => Results.Ok(new { outcome });

    private static string? SessionOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<SentinelOptions>>().Value.SessionOf(context);

    private sealed record ChallengeBody(Guid ChallengeId);

    private sealed record AnswerBody(string? Ticket, JsonElement Credential);
}
