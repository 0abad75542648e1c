namespace Sentinel.Api.Pages;

internal static class SignInPage
{
    /// <param name="tokenName">Of the antiforgery token.</param>
    /// <param name="token">The antiforgery token.</param>
    /// <param name="returnUrl">A path of this server.</param>
    /// <param name="failed">Whether the last key was refused.</param>
    /// <param name="signedIn">Whether the visitor is signed in already.</param>
    public static string Render(string tokenName, string token, string returnUrl, bool failed, bool signedIn)
    {
        var field = $"<input type=\"hidden\" name=\"{PageShell.Text(tokenName)}\" value=\"{PageShell.Text(token)}\">";
        return PageShell.Render("Sign in", $"""
            <main>
            <h1>Sign in to Sentinel</h1>
            {(signedIn ? SignedIn(field) : "")}
            <form method="post" action="/signin">
              {(failed ? "<p role=\"alert\">This is no key of an analyst, administrator or operator, or it was revoked.</p>" : "")}
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

    private static string SignedIn(string field) => $"""
        <p>You are signed in: go to the <a href="/console">console</a>, <a href="/hangfire">jobs</a>, <a href="/swagger">the API</a> or <a href="/metrics">metrics</a>.</p>
        <form method="post" action="/signin/out">{field}<button>Sign out</button></form>
        """;
}
