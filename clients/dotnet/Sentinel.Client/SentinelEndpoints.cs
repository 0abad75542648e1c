using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Sentinel.Client;

/// <summary>What the page's script asks the site for.</summary>
public static class SentinelEndpoints
{
    internal const string Prefix = "/sentinel";
    internal const string Renewal = Prefix + Session;
    private const string Session = "/session";

    /// <summary>
    /// Maps <c>POST /sentinel/session</c>: the page's script calls it when its session has expired, after 30 idle minutes, or was never
    /// opened because Sentinel was away. It opens another for the signed-in user. With <c>AddPasskeyStepUp</c>, also maps
    /// <c>GET /sentinel/passkey.js</c>, and <c>POST /sentinel/passkey/request</c> and <c>POST /sentinel/passkey</c>, which that script
    /// calls.
    /// </summary>
    /// <param name="site">The site.</param>
    public static IEndpointConventionBuilder MapSentinel(this IEndpointRouteBuilder site)
    {
        var sentinel = site.MapGroup(Prefix).ExcludeFromDescription().DisableAntiforgery();
        sentinel.MapPost(Session, Renew);
        PasskeyEndpoints.Map(sentinel);
        return sentinel;
    }

    /// <summary>The session if it takes input, or a new one if it has expired; 204 while Sentinel gives none.</summary>
    private static async Task<IResult> Renew(HttpContext context, SentinelClient sentinel)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (SiteSession.Of(context) is not { } kept)
            return Results.Unauthorized();
        // Another site's page must not open sessions here.
        if (!SameOrigin.Is(context.Request))
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (kept.Usable is ({ } session, { } token))
        {
            try
            {
                var view = await sentinel.GetSessionAsync(session, context.RequestAborted).ConfigureAwait(false);
                return view.Ended ? Results.Conflict() : Results.Ok(new { sessionId = session, token });
            }
            catch (SentinelException gone) when (gone.IsExpired)
            {
                // Below.
            }
            catch (SentinelException away) when (away.IsUnavailable)
            {
                return Results.NoContent();
            }
        }

        return
            await SiteSession.Reopen(context, sentinel).ConfigureAwait(false) == Opening.Done
            && SiteSession.Of(context)?.Usable is ({ } opened, { } its)
                ? Results.Ok(new { sessionId = opened, token = its })
                : Results.NoContent();
    }
}
