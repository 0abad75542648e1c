using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Errors;
using Sentinel.Api.Pages;
using Sentinel.Application.Access;
using Sentinel.Application.ApiKeys;
using Sentinel.Application.Sessions;

namespace Sentinel.Api.Controllers;

/// <summary>Exchanges a key of an analyst, administrator or operator for a cookie that opens the pages.</summary>
[Route("signin")]
[AllowAnonymous]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class SignInController(IAntiforgery antiforgery) : Controller
{
    [HttpGet]
    public IActionResult Page(string? returnUrl) => Form(returnUrl, failed: false);

    /// <summary>Reads the form instead of binding it, because MVC writes bound arguments to its most verbose log.</summary>
    [HttpPost]
    [RequestSizeLimit(4096)]
    public async Task<IActionResult> SignInWithKey([FromServices] ApiKeyCache keys, [FromServices] Refusals refusals)
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
            return Form(returnUrl, failed: true);
        await HttpContext.SignInAsync(Credentials.Cookie, ApiKeyCookie.Principal(caller));
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : HomeOf(caller));
    }

    [HttpPost("out")]
    public async Task<IActionResult> Leave()
    {
        if (!await antiforgery.IsGenuine(HttpContext))
            return BadRequest();
        await HttpContext.SignOutAsync(Credentials.Cookie);
        return LocalRedirect("/signin");
    }

    private static string HomeOf(Caller caller) =>
        (caller.Scopes & Credentials.Analysts) != Scopes.None ? "/console" : "/hangfire";

    private ContentResult Form(string? returnUrl, bool failed)
    {
        var token = antiforgery.GetAndStoreTokens(HttpContext);
        Response.Headers.CacheControl = "no-store";
        Response.Headers.ContentSecurityPolicy = PageShell.ContentSecurityPolicy;
        var back = Url.IsLocalUrl(returnUrl) ? returnUrl : "";
        var page = SignInPage.Render(token.FormFieldName, token.RequestToken!, back, failed, CookieCalls.IsSignedIn(HttpContext));
        return new() { Content = page, ContentType = "text/html; charset=utf-8", StatusCode = failed ? 401 : 200 };
    }
}
