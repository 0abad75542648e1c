using Microsoft.AspNetCore.Antiforgery;
using Sentinel.Api.Authentication;
using Sentinel.Api.Settings;

namespace Sentinel.Api.Pages;

internal static class SignInPage
{
    /// <param name="token">The antiforgery token.</param>
    /// <param name="returnUrl">A path of this server.</param>
    /// <param name="alert">Why the last attempt failed; empty if there was none.</param>
    /// <param name="signedIn">Whether the visitor is signed in already.</param>
    /// <param name="oidc">The identity provider; null if only keys sign in.</param>
    public static string Render(AntiforgeryTokenSet token, string returnUrl, string alert, bool signedIn, OidcOptions? oidc)
    {
        var (name, value) = (PageShell.Text(token.FormFieldName), PageShell.Text(token.RequestToken!));
        var field = $"<input type=\"hidden\" name=\"{name}\" value=\"{value}\">";
        return PageShell.Render("Sign in", $"""
            <main>
            <h1>Sign in to Sentinel</h1>
            {(alert.Length > 0 ? $"<p role=\"alert\">{PageShell.Text(alert)}</p>" : "")}
            {(signedIn ? SignedIn(field) : "")}
            {(oidc is null ? "" : Provider(oidc, returnUrl))}
            <form method="post" action="/signin">
              <label for="key">{(signedIn ? "Another key" : "Key of an analyst, administrator or operator")}</label>
              <input id="key" name="key" type="password" autocomplete="off" required autofocus>
              <input type="hidden" name="returnUrl" value="{PageShell.Text(returnUrl)}">
              {field}
              <button>Sign in</button>
            </form>
            <p><a href="/">Start page</a></p>
            </main>
            """);
    }

    /// <summary>The page after the identity provider's: goes on by itself, from this site.</summary>
    /// <param name="returnUrl">A path of this server.</param>
    public static string Done(string returnUrl)
    {
        var address = PageShell.Text(returnUrl);
        return PageShell.Render(
            "Signed in",
            $"<main><h1>You are signed in</h1><p><a href=\"{address}\">Go on</a></p></main>",
            $"<meta http-equiv=\"refresh\" content=\"0;url={address}\">");
    }

    /// <summary>What the page says if the provider's sign-in did not succeed, and its status; null without a problem.</summary>
    public static (int Status, string Alert)? Problem(string? problem, OidcOptions? oidc) => (problem, oidc) switch
    {
        (OidcSignIn.NoRole, { } its) => (403, "Your account has no role here. Whoever manages accounts at "
            + $"{its.Authority.Host} can give it the role {its.AnalystRole} or {its.AdminRole}."),
        (OidcSignIn.Failed, _) => (401, "The sign-in did not succeed, or took too long. Try again."),
        (OidcSignIn.Away, _) => (503, "The identity provider does not answer. Try again shortly, or sign in with a key."),
        _ => null,
    };

    /// <summary>A link, not a form: the page's policy lets forms lead to this server only.</summary>
    private static string Provider(OidcOptions oidc, string returnUrl) => $"""
        <p><a href="/signin/oidc{PageShell.Text(QueryString.Create("returnUrl", returnUrl).ToString())}">Sign in with your account at
        {PageShell.Text(oidc.Authority.Host)}</a>, or with a key:</p>
        """;

    private static string SignedIn(string field) => $"""
        <p>You are signed in: go to the <a href="/console">console</a>, <a href="/hangfire">jobs</a>, <a href="/swagger">the API</a> or
        <a href="/metrics">metrics</a>.</p>
        <form method="post" action="/signin/out">{field}<button>Sign out</button></form>
        """;
}
