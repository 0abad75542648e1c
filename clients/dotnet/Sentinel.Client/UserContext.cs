using Microsoft.AspNetCore.Http;

namespace Sentinel.Client;

/// <summary>
/// Where a user is, as the site sees it. Sentinel keeps hashes of it, and whole degrees where it has a database of places.
/// </summary>
/// <param name="IpAddress">The user's own IPv4 or IPv6 address, never a proxy's; null when it is not known.</param>
/// <param name="UserAgent">The browser's User-Agent, 1–1024 characters; null when it is not known.</param>
public sealed record UserContext(string? IpAddress = null, string? UserAgent = null)
{
    private const int LongestAgent = 1024;

    /// <summary>
    /// Of the user's own request. Behind a proxy, forwarded headers have to be in use: the proxy's address would make the user's look
    /// changed.
    /// </summary>
    /// <param name="http">The log-in's, or the action's.</param>
    public static UserContext Of(HttpContext http)
    {
        var agent = http.Request.Headers.UserAgent.ToString();
        return new(http.Connection.RemoteIpAddress?.ToString(), agent.Length == 0 ? null : agent[..Math.Min(agent.Length, LongestAgent)]);
    }
}
