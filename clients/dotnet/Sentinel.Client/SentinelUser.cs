using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Sentinel.Client;

/// <summary>
/// What a site keeps of Sentinel for a signed-in user: claims in the cookie of the log-in, which the browser cannot change, and a cookie
/// that names the device.
/// </summary>
internal static class SentinelUser
{
    private const string UserClaim = "sentinel:user";
    private const string TokenClaim = "sentinel:token";
    private const string DeviceCookie = "sentinel-device";
    private const int DeviceBytes = 16;

    /// <summary>The longest that browsers keep a cookie.</summary>
    private static readonly TimeSpan DeviceLife = TimeSpan.FromDays(400);

    /// <summary>The session's id and the page's token; null without a session.</summary>
    public static (string Session, string Token)? SessionOf(HttpContext context) =>
        context.User.FindFirst(SentinelOptions.SessionClaim)?.Value is { } session && context.User.FindFirst(TokenClaim)?.Value is { } token
            ? (session, token)
            : null;

    /// <summary>Sentinel's name of the signed-in user; null if the log-in did not open a session with <see cref="Open"/>.</summary>
    public static string? NameOf(HttpContext context) => context.User.FindFirst(UserClaim)?.Value;

    /// <summary>Whether the log-in's cookie holds what opens another session.</summary>
    public static bool CanReopen(HttpContext context) => NameOf(context) is not null;

    /// <summary>
    /// Opens a session and notes it in the identity. If Sentinel is away, notes only the user, so that a later request can.
    /// </summary>
    public static async Task<bool> Open(HttpContext context, SentinelClient sentinel, ClaimsIdentity identity, string userId)
    {
        foreach (var claim in identity.FindAll(claim => claim.Type is SentinelOptions.SessionClaim or TokenClaim or UserClaim).ToList())
            identity.RemoveClaim(claim);
        identity.AddClaim(new(UserClaim, userId));
        try
        {
            var opened = await sentinel
                .OpenSessionAsync(userId, DeviceOf(context), sentinel.ContextOf(context), context.RequestAborted)
                .ConfigureAwait(false);
            identity.AddClaim(new(SentinelOptions.SessionClaim, opened.SessionId));
            identity.AddClaim(new(TokenClaim, opened.IngestToken));
            return true;
        }
        catch (SentinelException away) when (away.IsUnavailable)
        {
            return false;
        }
    }

    /// <summary>Opens a new session for the signed-in user and renews the log-in's cookie; null if that is not possible now.</summary>
    public static async Task<string?> Reopen(HttpContext context, SentinelClient sentinel)
    {
        if (NameOf(context) is not { } user || context.Response.HasStarted)
            return null;
        var schemes = context.RequestServices.GetRequiredService<IAuthenticationSchemeProvider>();
        if (await schemes.GetDefaultAuthenticateSchemeAsync().ConfigureAwait(false) is not { } scheme)
            return null;
        var signedIn = await context.AuthenticateAsync(scheme.Name).ConfigureAwait(false);
        var identity = signedIn.Principal?.Identities.FirstOrDefault(one => one.HasClaim(UserClaim, user));
        if (identity is null || !await Open(context, sentinel, identity, user).ConfigureAwait(false))
            return null;
        await context.SignInAsync(scheme.Name, signedIn.Principal!, signedIn.Properties).ConfigureAwait(false);
        context.User = signedIn.Principal!;
        return identity.FindFirst(SentinelOptions.SessionClaim)!.Value;
    }

    /// <summary>The device's name, in a cookie that outlives log-ins: challenges are passed, and blocks count, on a device.</summary>
    private static string DeviceOf(HttpContext context)
    {
        var known = context.Request.Cookies[DeviceCookie];
        var device = IsOurs(known) ? known! : Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(DeviceBytes));
        context.Response.Cookies.Append(DeviceCookie, device, new()
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = DeviceLife,
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
        });
        return device;
    }

    private static bool IsOurs(string? device) => device is { Length: > 0 }
        && Base64Url.IsValid(device, out var bytes)
        && bytes == DeviceBytes;
}
