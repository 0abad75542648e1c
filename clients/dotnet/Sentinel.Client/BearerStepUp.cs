using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Sentinel.Client;

/// <summary>
/// What a client of an API must ask its authorization server for when Sentinel challenges (RFC 9470): a new token, of an authentication
/// that is strong and recent enough.
/// </summary>
/// <param name="AcrValues">
/// Authentication context class references, the preferred one first, separated by spaces, such as <c>phr</c>; null leaves them out.
/// </param>
/// <param name="MaxAge">How long ago the authentication may be, in whole seconds; null leaves it out.</param>
public sealed record BearerStepUp(string? AcrValues = null, TimeSpan? MaxAge = null)
{
    private const string Scheme = "Bearer";

    /// <summary>Whether a program sent the request with a token, and not a browser with a cookie.</summary>
    internal static bool IsFor(HttpRequest request) =>
        request.Headers.Authorization is [{ } credential]
        && credential.StartsWith($"{Scheme} ", StringComparison.OrdinalIgnoreCase);

    /// <summary>Quotes and backslashes would end the quoted value: no acr has them.</summary>
    internal bool IsWellFormed => AcrValues is null || AcrValues.All(one => one is >= ' ' and <= '~' and not ('"' or '\\'));

    internal void Demand(HttpResponse response, string description)
    {
        var demand = $"{Scheme} error=\"insufficient_user_authentication\", error_description=\"{description}\"";
        if (AcrValues is { Length: > 0 } classes)
            demand += $", acr_values=\"{classes}\"";
        if (MaxAge is { } age)
            demand += string.Create(CultureInfo.InvariantCulture, $", max_age=\"{(long)age.TotalSeconds}\"");
        response.Headers.Append(HeaderNames.WWWAuthenticate, demand);
    }
}
