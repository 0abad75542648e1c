using Microsoft.AspNetCore.Http;

namespace Sentinel.Client;

/// <summary>The cookies that the client sets at the site: out of reach of scripts, and not sent by other sites' forms.</summary>
internal static class SiteCookies
{
    public static void Set(HttpContext context, string name, string value, TimeSpan life) =>
        context.Response.Cookies.Append(name, value, new()
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = life,
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
        });
}
