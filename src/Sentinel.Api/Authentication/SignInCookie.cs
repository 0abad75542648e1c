using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Sentinel.Api.Errors;
using Sentinel.Api.Settings;
using Sentinel.Application.Access;
using Sentinel.Application.ApiKeys;

namespace Sentinel.Api.Authentication;

/// <summary>
/// The cookie that replaces a credential on pages. Each request checks what it was made from: a key, with which it ends, or the settings by
/// which a person signed in.
/// </summary>
internal static class SignInCookie
{
    private const string SignIn = "/signin";

    public static void Configure(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = Credentials.CookieName;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.HttpOnly = true;
        cookie.ExpireTimeSpan = TimeSpan.FromHours(8);
        cookie.SlidingExpiration = false;
        cookie.LoginPath = SignIn;
        cookie.AccessDeniedPath = SignIn;
        cookie.Events.OnValidatePrincipal = Validate;
        cookie.Events.OnRedirectToLogin = context => Refuse(context, StatusCodes.Status401Unauthorized);
        cookie.Events.OnRedirectToAccessDenied = context => Refuse(context, StatusCodes.Status403Forbidden);
    }

    /// <param name="caller">Of a stored key, or a person.</param>
    /// <param name="person">The <see cref="OidcOptions.Mark"/> of the settings by which a person signed in; null for a key.</param>
    public static ClaimsPrincipal Principal(Caller caller, string? person = null)
    {
        var principal = Credentials.Principal(caller, Credentials.Cookie);
        var identity = (ClaimsIdentity)principal.Identity!;
        identity.AddClaim(new(Credentials.KeyClaim, caller.Key.ToString()!));
        if (person is not null)
            identity.AddClaim(new(Credentials.PersonClaim, person));
        return principal;
    }

    private static async Task Validate(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        if (context.Principal?.FindFirst(Credentials.PersonClaim) is { } person)
        {
            if (person.Value != services.GetService<OidcOptions>()?.Mark)
                context.RejectPrincipal();
            return;
        }

        var finding = Guid.TryParse(context.Principal?.FindFirst(Credentials.KeyClaim)?.Value, out var key)
            ? await services.GetRequiredService<ApiKeyCache>().Find(key)
            : new(ApiKeyStatus.Unknown);
        if (finding.Status == ApiKeyStatus.Usable)
            return;
        services.GetRequiredService<Application.Sessions.Refusals>().Note(finding);
        context.HttpContext.Items[typeof(SignInCookie)] = ApiKeyProblems.Of(finding.Status);
        context.RejectPrincipal();
    }

    /// <summary>
    /// Redirects page visits to the sign-in, unless the key cannot be checked and signing in would not help. Calls get a problem.
    /// </summary>
    private static Task Refuse(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (context.Response.HasStarted)
            return Task.CompletedTask;
        var isCall = context.Request.Path.StartsWithSegments("/api");
        var problem = context.HttpContext.Items[typeof(SignInCookie)] as Problems;
        if (problem is not null && (isCall || problem.Status == StatusCodes.Status503ServiceUnavailable))
            return problem.Write(context.HttpContext);
        if (isCall)
            context.Response.StatusCode = status;
        else
            context.Response.Redirect(SignInFor(context.Request));
        return Task.CompletedTask;
    }

    /// <summary>Omits the host, because the caller chooses it.</summary>
    private static string SignInFor(HttpRequest request) =>
        $"{request.PathBase}{SignIn}{QueryString.Create("ReturnUrl", $"{request.PathBase}{request.Path}{request.QueryString}")}";
}
