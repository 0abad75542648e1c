using System.Buffers.Text;
using System.Globalization;
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
    private const string DeviceClaim = "sentinel:device";
    private const string UntilClaim = "sentinel:until";
    private const string DeviceCookie = "sentinel-device";
    private const int DeviceBytes = 16;

    /// <summary>A token that ends sooner is of no use to a page.</summary>
    private static readonly TimeSpan ShortestToken = TimeSpan.FromMinutes(10);

    /// <summary>The longest that browsers keep a cookie.</summary>
    private static readonly TimeSpan DeviceLife = TimeSpan.FromDays(400);

    /// <summary>The session's id and the page's token; null without a session, or shortly before the token ends.</summary>
    public static (string Session, string Token)? SessionOf(HttpContext context) =>
        context.User.FindFirst(SentinelOptions.SessionClaim)?.Value is { } session
        && context.User.FindFirst(TokenClaim)?.Value is { } token
        && long.TryParse(context.User.FindFirst(UntilClaim)?.Value, out var until)
        && DateTimeOffset.FromUnixTimeSeconds(until) > DateTimeOffset.UtcNow + ShortestToken
            ? (session, token)
            : null;

    /// <summary>Sentinel's name of the signed-in user; null if the log-in did not open a session with <see cref="Open"/>.</summary>
    public static string? NameOf(HttpContext context) => context.User.FindFirst(UserClaim)?.Value;

    /// <summary>
    /// Opens a session and notes it in the identity. If Sentinel is away, notes only the user, so that a later request can.
    /// </summary>
    public static async Task<Opening> Open(HttpContext context, SentinelClient sentinel, ClaimsIdentity identity, string userId)
    {
        foreach (var claim in identity.FindAll(claim => claim.Type.StartsWith("sentinel:", StringComparison.Ordinal)).ToList())
            identity.RemoveClaim(claim);
        var device = DeviceOf(context);
        identity.AddClaim(new(UserClaim, userId));
        identity.AddClaim(new(DeviceClaim, device));
        try
        {
            var opened = await sentinel
                .OpenSessionAsync(userId, device, sentinel.ContextOf(context), context.RequestAborted)
                .ConfigureAwait(false);
            identity.AddClaim(new(SentinelOptions.SessionClaim, opened.SessionId));
            identity.AddClaim(new(TokenClaim, opened.IngestToken));
            identity.AddClaim(new(UntilClaim, opened.ExpiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
            return Opening.Done;
        }
        catch (SentinelException away) when (away.IsUnavailable)
        {
            return away.IsCrowded ? Opening.Crowded : Opening.Away;
        }
    }

    /// <summary>
    /// Opens a new session for the signed-in user and renews the log-in's cookie. Only on the device of the log-in: elsewhere, the cookie
    /// was copied, and whoever has it must log in.
    /// </summary>
    public static async Task<Opening> Reopen(HttpContext context, SentinelClient sentinel)
    {
        var schemes = context.RequestServices.GetService<IAuthenticationSchemeProvider>();
        if (
            NameOf(context) is not { } user
            || context.Response.HasStarted
            || schemes is null
            || await schemes.GetDefaultAuthenticateSchemeAsync().ConfigureAwait(false) is not { } scheme
            || context.User.FindFirst(DeviceClaim)?.Value is not { } device
            || context.Request.Cookies[DeviceCookie] != device
        )
            return Opening.NeedsLogIn;
        var signedIn = await context.AuthenticateAsync(scheme.Name).ConfigureAwait(false);
        if (signedIn.Principal?.Identities.FirstOrDefault(one => one.HasClaim(UserClaim, user)) is not { } identity)
            return Opening.NeedsLogIn;
        var opening = await Open(context, sentinel, identity, user).ConfigureAwait(false);
        if (opening != Opening.Done)
            return opening;
        await context.SignInAsync(scheme.Name, signedIn.Principal, signedIn.Properties).ConfigureAwait(false);
        context.User = signedIn.Principal;
        return Opening.Done;
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

/// <summary>How an attempt to open a session went.</summary>
internal enum Opening
{
    /// <summary>There is a session.</summary>
    Done,

    /// <summary>Sentinel gave no answer.</summary>
    Away,

    /// <summary>The user opens more sessions than Sentinel takes: no reason to allow anything.</summary>
    Crowded,

    /// <summary>Only a log-in opens one.</summary>
    NeedsLogIn,
}
