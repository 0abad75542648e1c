namespace Sentinel.Api.Pages;

/// <summary><c>GET /sdk/sentinel.js</c>: the browser SDK as <c>clients/sdk</c> builds it.</summary>
internal static class SdkScript
{
    private static readonly PackedFile Script = PackedFile.Of("sentinel.js");

    public static void MapSdk(this IEndpointRouteBuilder app) =>
        app.MapMethods("/sdk/sentinel.js", ["GET", "HEAD"], Serve).AllowAnonymous().ExcludeFromDescription();

    /// <summary>Cached for an hour, then revalidated by its tag. Sites of any origin may load it, also with integrity checks.</summary>
    private static IResult Serve(HttpContext context)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return Script.Serve(context, "public, max-age=3600");
    }
}
