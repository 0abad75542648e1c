using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Errors;
using Sentinel.Api.Pages;
using Sentinel.Api.Settings;
using Sentinel.Application.Access;
using Sentinel.Application.ApiKeys;
using Sentinel.Application.Audit;
using Sentinel.Application.Sessions;

namespace Sentinel.Api.Controllers;

/// <summary>Gives a cookie that opens the pages for a key, or to a person whom the identity provider knows.</summary>
[Route("signin")]
[AllowAnonymous]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class SignInController(IAntiforgery antiforgery) : Controller
{
    private const string Console = "/console";

    private const string WrongKey = "This is no key of an analyst, administrator or operator, or it was revoked.";

    private OidcOptions? Provider => HttpContext.RequestServices.GetService<OidcOptions>();

    [HttpGet]
    public IActionResult Page(string? returnUrl, string? problem) =>
        SignInPage.Problem(problem, Provider) is var (status, alert) ? Form(returnUrl, status, alert) : Form(returnUrl);

    /// <summary>Reads the form instead of binding it, because MVC writes bound arguments to its most verbose log.</summary>
    [HttpPost]
    [RequestSizeLimit(4096)]
    public async Task<IActionResult> SignInWithKey(
        [FromServices] ApiKeyCache keys, [FromServices] Refusals refusals, [FromServices] AdministrativeAudit audit)
    {
        if (!await antiforgery.IsGenuine(HttpContext))
            return BadRequest();
        var form = await Request.ReadFormAsync();
        var returnUrl = form["returnUrl"].ToString();
        var key = form["key"].ToString().Trim();
        var finding = await keys.Find(key);
        refusals.Note(finding);
        if (finding.Status == ApiKeyStatus.Undecided)
            return new ProblemResult(ApiKeyProblems.Unavailable);
        if (finding.Caller is not { } caller || (caller.Scopes & Credentials.Pages) == Scopes.None)
            return Form(returnUrl, StatusCodes.Status401Unauthorized, WrongKey);
        await audit.SignsIn(caller, "key", who: "");
        await HttpContext.SignInAsync(Credentials.Cookie, SignInCookie.Principal(caller));
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : HomeOf(caller));
    }

    /// <summary>Leads to the identity provider.</summary>
    [HttpGet("oidc")]
    public async Task<IActionResult> SignInWithAccount(string? returnUrl)
    {
        if (Provider is null)
            return NotFound();
        return await OidcSignIn.Begin(HttpContext, Url.IsLocalUrl(returnUrl) ? returnUrl : Console) is { } problem
            ? Page(returnUrl, problem)
            : new EmptyResult();
    }

    /// <summary>Where the identity provider's answer ends.</summary>
    [HttpGet("done")]
    public IActionResult Done(string? returnUrl) => Html(SignInPage.Done(Url.IsLocalUrl(returnUrl) ? returnUrl : Console));

    [HttpPost("out")]
    public async Task<IActionResult> Leave()
    {
        if (!await antiforgery.IsGenuine(HttpContext))
            return BadRequest();
        await HttpContext.SignOutAsync(Credentials.Cookie);
        return LocalRedirect("/signin");
    }

    private static string HomeOf(Caller caller) => (caller.Scopes & Credentials.Analysts) != Scopes.None ? Console : "/hangfire";

    private ContentResult Form(string? returnUrl, int status = StatusCodes.Status200OK, string alert = "") => Html(
        SignInPage.Render(
            antiforgery.GetAndStoreTokens(HttpContext), Url.IsLocalUrl(returnUrl) ? returnUrl : "", alert,
            CookieCalls.IsSignedIn(HttpContext), Provider),
        status);

    private ContentResult Html(string page, int status = StatusCodes.Status200OK)
    {
        Response.Headers.CacheControl = "no-store";
        Response.Headers.ContentSecurityPolicy = PageShell.ContentSecurityPolicy;
        return new() { Content = page, ContentType = "text/html; charset=utf-8", StatusCode = status };
    }
}
