using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Sentinel.Api.Settings;
using Sentinel.Application.Access;
using Sentinel.Application.Audit;

namespace Sentinel.Api.Authentication;

/// <summary>
/// People sign in at an identity provider by OpenID Connect (code flow with PKCE) and get the cookie for an hour. Then the provider is
/// asked again, so a role that was taken away ends within the hour.
/// </summary>
internal static partial class OidcSignIn
{
    /// <summary>Why somebody was not signed in, as <c>/signin?problem=</c> has it.</summary>
    public const string NoRole = "no_role", Failed = "failed", Away = "away";

    private const string Callback = "/signin/oidc/callback";

    private static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    /// <summary>Nothing here contacts the provider: the first sign-in does.</summary>
    public static void Configure(OpenIdConnectOptions oidc, OidcOptions options)
    {
        oidc.SignInScheme = Credentials.Cookie;
        oidc.Authority = options.Authority.ToString();
        oidc.RequireHttpsMetadata = !options.Authority.IsLoopback;
        oidc.ClientId = options.ClientId;
        oidc.ClientSecret = options.ClientSecret;
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.UsePkce = true;
        oidc.Scope.Clear();
        oidc.Scope.Add("openid");
        oidc.Scope.Add("profile");
        oidc.MapInboundClaims = false;
        oidc.BackchannelTimeout = TimeSpan.FromSeconds(10);
        oidc.CallbackPath = Callback;
        // The provider ends no session here: signing out is local.
        oidc.RemoteSignOutPath = PathString.Empty;
        oidc.SignedOutCallbackPath = PathString.Empty;
        foreach (var cookie in new[] { oidc.CorrelationCookie, oidc.NonceCookie })
            (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
        oidc.Events.OnTicketReceived = context => SignIn(context, options);
        oidc.Events.OnRemoteFailure = context =>
        {
            Note(context.HttpContext, context.Failure);
            context.Response.Redirect(PageOf(context.Request, IsAway(context.Failure) ? Away : Failed));
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }

    /// <summary>Redirects to the provider. Otherwise the problem: it is away, or it refuses or describes itself wrongly.</summary>
    /// <param name="context">The request.</param>
    /// <param name="returnUrl">A path of this server.</param>
    public static async Task<string?> Begin(HttpContext context, string returnUrl)
    {
        try
        {
            await context.ChallengeAsync(Credentials.Oidc, new() { RedirectUri = returnUrl });
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or OpenIdConnectProtocolException || IsAway(e))
        {
            Note(context, e);
            return e is OpenIdConnectProtocolException ? Failed : Away;
        }
    }

    /// <summary>Whether the provider did not answer, as opposed to refusing.</summary>
    private static bool IsAway(Exception? failure) =>
        failure is HttpRequestException or IOException or OperationCanceledException
        || (failure is not null && IsAway(failure.InnerException));

    /// <summary>
    /// Decides by the roles of a valid ID token. The cookie is same-site, and a browser would not send it on a redirect that began at the
    /// provider. So the visitor comes to a page of ours, which goes on to where the visitor wanted to go.
    /// </summary>
    private static async Task SignIn(TicketReceivedContext context, OidcOptions options)
    {
        var scopes = ScopesOf(context.Principal!, options);
        if (context.Principal!.FindFirst("sub") is not { } subject || !IsSubject(subject.Value) || scopes == Scopes.None)
        {
            context.Response.Redirect(PageOf(context.Request, scopes == Scopes.None ? NoRole : Failed));
            context.HandleResponse();
            return;
        }

        var services = context.HttpContext.RequestServices;
        Caller person = new(options.Tenant, scopes) { Key = IdOf(subject), IsPerson = true };
        await services.GetRequiredService<AdministrativeAudit>().SignsIn(person, "oidc", subject.Value);
        context.Principal = SignInCookie.Principal(person, options.Mark);
        context.Properties = new() { ExpiresUtc = services.GetRequiredService<TimeProvider>().GetUtcNow() + Lasts };
        context.ReturnUri = $"{context.Request.PathBase}/signin/done{QueryString.Create("returnUrl", context.ReturnUri ?? "")}";
    }

    private static string PageOf(HttpRequest request, string problem) =>
        $"{request.PathBase}/signin{QueryString.Create("problem", problem)}";

    /// <summary>As OpenID Connect has it, so that it can be stored and shown.</summary>
    private static bool IsSubject(string text) => text.Length is > 0 and <= 255 && text.All(c => c is >= ' ' and <= '~');

    /// <summary>A list of roles is one claim for each.</summary>
    private static Scopes ScopesOf(ClaimsPrincipal principal, OidcOptions options) =>
        (principal.HasClaim(options.RoleClaim, options.AdminRole) ? Scopes.Admin : Scopes.None)
        | (principal.HasClaim(options.RoleClaim, options.AnalystRole) ? Scopes.Analyst : Scopes.None);

    /// <summary>
    /// The same for the same account. A UUID of version 8, while keys have version 7: an audit row tells a person from a key.
    /// </summary>
    private static Guid IdOf(Claim subject)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{subject.Issuer}\n{subject.Value}")).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }

    /// <summary>Without the message, which may quote what a stranger sent.</summary>
    private static void Note(HttpContext context, Exception? failure) => LogFailure(
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OidcSignIn)),
        failure?.GetBaseException().GetType().Name ?? "refused");

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in at the identity provider failed ({Error})")]
    private static partial void LogFailure(ILogger logger, string error);
}
