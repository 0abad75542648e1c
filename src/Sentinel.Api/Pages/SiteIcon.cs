namespace Sentinel.Api.Pages;

/// <summary>
/// <c>GET /icon.svg</c>: the icon of the server's pages, which is the console's. <c>/favicon.ico</c> is the same: browsers ask for it where
/// no page names an icon, as at the jobs and at answers of the API.
/// </summary>
internal static class SiteIcon
{
    /// <summary>For the head of a page.</summary>
    public const string Link = "<link rel=\"icon\" type=\"image/svg+xml\" href=\"/icon.svg\">";

    private static readonly PackedFile Picture = PackedFile.Of("icon.svg");

    public static void MapIcon(this IEndpointRouteBuilder app)
    {
        foreach (var address in new[] { "/icon.svg", "/favicon.ico" })
            app.MapMethods(address, ["GET", "HEAD"], Serve).AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Serve(HttpContext context) => Picture.Serve(context, "public, max-age=86400");
}
