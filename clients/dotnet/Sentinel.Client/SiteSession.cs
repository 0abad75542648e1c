using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Sentinel.Client;

/// <summary>
/// What a site keeps of Sentinel's session: a cookie that only the site can read and make. It counts only for a log-in of the same user, so
/// nobody acts in another user's session.
/// </summary>
/// <param name="User">The user's name at Sentinel.</param>
/// <param name="Device">The device of the log-in; sessions that are opened later have the same.</param>
/// <param name="Id">The session; null if Sentinel was away.</param>
/// <param name="Token">The page's token; null if Sentinel was away.</param>
/// <param name="Until">When the token ends.</param>
internal sealed record SiteSession(string User, string Device, string? Id = null, string? Token = null, DateTimeOffset Until = default)
{
    /// <summary>The agent that has signed the log-in; null for people. No later request changes whose the session is.</summary>
    public string? Agent { get; init; }

    /// <summary>After a log-out: of no user.</summary>
    private static readonly SiteSession Nobody = new("", "");

    private const string Cookie = "sentinel-session";
    private const string DeviceCookie = "sentinel-device";
    private const int DeviceBytes = 16;

    /// <summary>A token that ends sooner is of no use to a page.</summary>
    private static readonly TimeSpan ShortestToken = TimeSpan.FromMinutes(10);

    /// <summary>The longest that browsers keep a cookie: the log-in decides when it ends.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromDays(400);

    /// <summary>The id and the page's token; null without a session, or shortly before the token ends.</summary>
    public (string Id, string Token)? Usable =>
        Id is not null && Token is not null && Until > DateTimeOffset.UtcNow + ShortestToken ? (Id, Token) : null;

    /// <summary>That of the logged-in user; null if nobody is logged in, or if the log-in has opened none.</summary>
    public static SiteSession? Of(HttpContext context) =>
        Kept(context) is { } kept && OptionsOf(context).FindUser(context.User) == kept.User ? kept : null;

    /// <summary>Whether a user is logged in for whom the browser has none: the site has not opened one, or one of another user.</summary>
    public static bool IsMissing(HttpContext context) => Of(context) is null && context.User.Identity?.IsAuthenticated == true;

    /// <summary>The session that the browser has, whoever is logged in.</summary>
    public static string? IdInBrowser(HttpContext context) => Kept(context)?.Id;

    /// <summary>Opens one for a user who logs in, and ends the one that it replaces.</summary>
    public static async Task<Opening> Open(HttpContext context, SentinelClient sentinel, string userId)
    {
        var former = Kept(context);
        var agent = await sentinel.AgentOf(context).ConfigureAwait(false);
        var opening = await new SiteSession(userId, DeviceOf(context)) { Agent = agent }.Open(context, sentinel).ConfigureAwait(false);
        if (former?.Id is { } replaced && opening == Opening.Done)
            await End(sentinel, replaced).ConfigureAwait(false);
        return opening;
    }

    /// <summary>Ends a session for good. If Sentinel is away, it ends by itself after 30 idle minutes.</summary>
    public static async Task End(SentinelClient sentinel, string id)
    {
        try
        {
            await sentinel.EndSessionAsync(id).ConfigureAwait(false);
        }
        catch (SentinelException over) when (over.IsUnavailable || over.IsOver)
        {
            // As above.
        }
    }

    /// <summary>Opens another one for the logged-in user, on the device of the log-in.</summary>
    public static async Task<Opening> Reopen(HttpContext context, SentinelClient sentinel) =>
        Of(context) is { } kept && !context.Response.HasStarted
            ? await new SiteSession(kept.User, kept.Device) { Agent = kept.Agent }.Open(context, sentinel).ConfigureAwait(false)
            : Opening.NeedsLogIn;

    public static void Forget(HttpContext context)
    {
        context.Features.Set(Nobody);
        context.Response.Cookies.Delete(Cookie);
    }

    /// <summary>If Sentinel is away, notes only the user, so that a later request can open one.</summary>
    private async Task<Opening> Open(HttpContext context, SentinelClient sentinel)
    {
        try
        {
            var opened = await sentinel
                .OpenSessionAsync(User, Device, sentinel.ContextOf(context), Agent, context.RequestAborted)
                .ConfigureAwait(false);
            (this with { Id = opened.SessionId, Token = opened.IngestToken, Until = opened.ExpiresAt }).Keep(context);
            return Opening.Done;
        }
        catch (SentinelException away) when (away.IsUnavailable)
        {
            Keep(context);
            return away.IsCrowded ? Opening.Crowded : Opening.Away;
        }
    }

    private void Keep(HttpContext context)
    {
        context.Features.Set(this);
        SiteCookies.Set(context, Cookie, ProtectorOf(context).Protect(JsonSerializer.Serialize(this)), Life);
    }

    /// <summary>That of this request, or of the browser's cookie.</summary>
    private static SiteSession? Kept(HttpContext context)
    {
        if (context.Features.Get<SiteSession>() is { } ofThisRequest)
            return ofThisRequest;
        if (context.Request.Cookies[Cookie] is not { } cookie)
            return null;
        try
        {
            var kept = JsonSerializer.Deserialize<SiteSession>(ProtectorOf(context).Unprotect(cookie));
            context.Features.Set(kept);
            return kept;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The device's name, in a cookie that outlives log-ins: challenges are passed, and blocks count, on a device.</summary>
    private static string DeviceOf(HttpContext context)
    {
        var known = context.Request.Cookies[DeviceCookie];
        var device = IsOurs(known) ? known! : Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(DeviceBytes));
        SiteCookies.Set(context, DeviceCookie, device, Life);
        return device;
    }

    private static bool IsOurs(string? device) => device is { Length: > 0 }
        && Base64Url.IsValid(device, out var bytes)
        && bytes == DeviceBytes;

    private static IDataProtector ProtectorOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("Sentinel.Client.SiteSession");

    private static SentinelOptions OptionsOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<SentinelOptions>>().Value;
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
