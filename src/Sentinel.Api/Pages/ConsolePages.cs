using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Sentinel.Api.Authentication;

namespace Sentinel.Api.Pages;

/// <summary>
/// <c>GET /console</c>: the pages of analysts and administrators, as <c>clients/console</c> builds them. Whatever they show comes from
/// calls of the contract.
/// </summary>
internal static class ConsolePages
{
    /// <summary>No inline script, no inline style, nothing from elsewhere; and no script can turn text into HTML.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private const string Prefix = "console/";

    /// <summary>The frame of every page. Scripts name the pages, so each address below <c>/console</c> gets it.</summary>
    private static readonly string Frame = Read("index.html");

    /// <summary>Names contain a hash of the content.</summary>
    private static readonly Dictionary<string, PackedFile> Assets = typeof(ConsolePages).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !name.EndsWith(".html", StringComparison.Ordinal))
        .ToDictionary(name => name[Prefix.Length..], PackedFile.Of, StringComparer.Ordinal);

    public static void MapConsole(this IEndpointRouteBuilder app)
    {
        var console = app.MapGroup("/console").RequireAuthorization(Credentials.AnalystPolicy).ExcludeFromDescription();
        console.MapGet("/assets/{name}", (HttpContext context, string name) => Assets.TryGetValue(name, out var asset)
            ? asset.Serve(context, "private, max-age=31536000, immutable")
            : Results.NotFound());
        console.MapGet("/{**page}", Page);
    }

    /// <summary>The frame, with the token that allows changes.</summary>
    private static IResult Page(HttpContext context, IAntiforgery antiforgery)
    {
        var token = antiforgery.GetAndStoreTokens(context).RequestToken!;
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        return Results.Content(Frame.Replace("%ANTIFORGERY%", PageShell.Text(token), StringComparison.Ordinal), "text/html; charset=utf-8");
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(ConsolePages).Assembly.GetManifestResourceStream(Prefix + name)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
