using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Sentinel.Client;

/// <summary>
/// A passed step-up, in a cookie for some minutes. It counts only while Sentinel gives no answer: what Sentinel knows is reported to it.
/// </summary>
internal static class StepUp
{
    /// <summary>The name of the query's member.</summary>
    public const string ChallengeName = "challengeId";

    private const string Cookie = "sentinel-step-up";

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    public static void Remember(HttpContext context)
    {
        if (UserOf(context) is not { } user)
            return;
        SiteCookies.Set(context, Cookie, Protector(context).Protect(user, Life), Life);
    }

    /// <summary>Whether this user has just passed one in this browser.</summary>
    public static bool IsRecent(HttpContext context)
    {
        if (UserOf(context) is not { } user || context.Request.Cookies[Cookie] is not { } cookie)
            return false;
        try
        {
            return Protector(context).Unprotect(cookie) == user;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public static void Forget(HttpContext context) => context.Response.Cookies.Delete(Cookie);

    private static string? UserOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<SentinelOptions>>().Value.FindUser(context.User);

    private static ITimeLimitedDataProtector Protector(HttpContext context) =>
        context
            .RequestServices.GetRequiredService<IDataProtectionProvider>()
            .CreateProtector("Sentinel.Client.StepUp")
            .ToTimeLimitedDataProtector();
}
