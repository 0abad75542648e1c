using Microsoft.AspNetCore.Http;

namespace Sentinel.Client;

/// <summary>Where a user goes back to after a step-up: only ever a path of the same site.</summary>
internal static class ReturnAddress
{
    /// <summary>The name of the query's member.</summary>
    public const string Name = "returnUrl";

    private const int Longest = 2_000;

    /// <summary>The requested page; for a form, the page that holds it, or the start page if the browser does not name it.</summary>
    public static string Of(HttpRequest request)
    {
        var here = $"{request.PathBase}{request.Path}{request.QueryString}";
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return Checked(here, request);
        return Uri.TryCreate(request.Headers.Referer.ToString(), UriKind.Absolute, out var page) && IsSameSite(page, request)
            ? Checked(page.PathAndQuery, request)
            : Home(request);
    }

    /// <summary>The address if it is a path of this site, else the start page.</summary>
    public static string Checked(string? address, HttpRequest request) => IsLocal(address) ? address! : Home(request);

    /// <summary>
    /// Whether a browser stays on this site: one slash at the start, no second slash or backslash, no control character, which browsers
    /// leave out.
    /// </summary>
    public static bool IsLocal(string? address) =>
        address is { Length: > 0 and <= Longest }
        && address[0] == '/'
        && (address.Length == 1 || address[1] is not ('/' or '\\'))
        && !address.Any(char.IsControl);

    private static string Home(HttpRequest request) => $"{request.PathBase}/";

    private static bool IsSameSite(Uri page, HttpRequest request) =>
        string.Equals(page.Scheme, request.Scheme, StringComparison.OrdinalIgnoreCase)
        && string.Equals(page.Authority, request.Host.ToUriComponent(), StringComparison.OrdinalIgnoreCase);
}
