using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Sentinel.Api.Errors;

namespace Sentinel.Api.Authentication;

/// <summary>
/// A browser sends the cookie with requests of any page, so the cookie alone may only read. A change also needs the antiforgery token of
/// one of our pages.
/// </summary>
internal static class CookieCalls
{
    /// <summary>Covers every endpoint, also future ones, except anonymous ones. The sign-in forms check the token themselves.</summary>
    public static void UseAntiforgeryOfCookies(this WebApplication app)
    {
        var antiforgery = app.Services.GetRequiredService<IAntiforgery>();
        app.Use(async (context, next) =>
        {
            if (!IsByCookie(context) || await antiforgery.IsGenuine(context))
                await next(context);
            else
                await Problems.AntiforgeryRequired.Write(context);
        });
    }

    /// <summary>Whether the request only reads or has the token. A form that cannot be read has none.</summary>
    public static async Task<bool> IsGenuine(this IAntiforgery antiforgery, HttpContext context)
    {
        try
        {
            return await antiforgery.IsRequestValidAsync(context);
        }
        catch (AntiforgeryValidationException)
        {
            return false;
        }
    }

    /// <summary>Whether the user is signed in by the cookie.</summary>
    public static bool IsSignedIn(HttpContext context) => context.User is { Identity.IsAuthenticated: true } and not CallerPrincipal;

    /// <summary>Whether the cookie gives access to this endpoint.</summary>
    private static bool IsByCookie(HttpContext context) =>
        IsSignedIn(context) && context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null;
}
