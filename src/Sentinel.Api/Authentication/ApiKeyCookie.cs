using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Sentinel.Api.Errors;
using Sentinel.Application.ApiKeys;

namespace Sentinel.Api.Authentication;

/// <summary>The cookie that replaces a key on pages. Each request checks the key, so the cookie ends with it.</summary>
internal static class ApiKeyCookie
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

    public static ClaimsPrincipal Principal(Application.Access.Caller caller)
    {
        var principal = Credentials.Principal(caller, Credentials.Cookie);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new(Credentials.KeyClaim, caller.Key.ToString()!));
        return principal;
    }

    private static async Task Validate(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var finding = Guid.TryParse(context.Principal?.FindFirst(Credentials.KeyClaim)?.Value, out var key)
            ? await services.GetRequiredService<ApiKeyCache>().Find(key)
            : new(ApiKeyStatus.Unknown);
        if (finding.Status == ApiKeyStatus.Usable)
            return;
        services.GetRequiredService<Application.Sessions.Refusals>().Note(finding);
        context.HttpContext.Items[typeof(ApiKeyCookie)] = ApiKeyProblems.Of(finding.Status);
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
        var problem = context.HttpContext.Items[typeof(ApiKeyCookie)] as Problems;
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
