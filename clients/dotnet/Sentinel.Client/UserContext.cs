using Microsoft.AspNetCore.Http;

namespace Sentinel.Client;

/// <summary>Where a user is, as the site sees it. Sentinel stores hashes of it, and whole degrees if it has a database of places.</summary>
/// <param name="IpAddress">The user's own IPv4 or IPv6 address, never a proxy's; null if unknown.</param>
/// <param name="UserAgent">The browser's User-Agent, 1–1024 characters; null if unknown.</param>
public sealed record UserContext(string? IpAddress = null, string? UserAgent = null)
{
    private const int LongestAgent = 1024;

    /// <summary>
    /// The context of the user's request. Behind a proxy, use forwarded headers; otherwise the proxy's address replaces the user's.
    /// </summary>
    /// <param name="http">The request of the log-in or the action.</param>
    public static UserContext Of(HttpContext http)
    {
        var agent = http.Request.Headers.UserAgent.ToString();
        return new(http.Connection.RemoteIpAddress?.ToString(), agent.Length == 0 ? null : agent[..Math.Min(agent.Length, LongestAgent)]);
    }
}
