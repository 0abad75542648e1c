using Microsoft.AspNetCore.Http;

namespace Sentinel.Client;

/// <summary>Whether a request may come from a page of this site; browsers say where it comes from.</summary>
internal static class SameOrigin
{
    public static bool Is(HttpRequest request) => request.Headers["Sec-Fetch-Site"] is not [{ } from] || from == "same-origin";
}
