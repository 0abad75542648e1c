using Microsoft.AspNetCore.Antiforgery;
using Sentinel.Api.Authentication;

namespace Sentinel.Api.Pages;

/// <summary><c>GET /</c>: what this server is, and where its pages are.</summary>
internal static class StartPage
{
    public static void MapStartPage(this WebApplication app, bool hasDemo) =>
        app.MapGet("/", (HttpContext context, IAntiforgery antiforgery) => Render(context, antiforgery, hasDemo))
            .AllowAnonymous().ExcludeFromDescription();

    private static IResult Render(HttpContext context, IAntiforgery antiforgery, bool hasDemo)
    {
        context.Response.Headers.CacheControl = "no-store";
        return PageShell.Result(context, "Start", $"""
            <main>
            <h1>Sentinel</h1>
            <p>This server checks throughout a web session that the person at the keyboard is human, and is the user who logged in. Sites
            send the timing of keys and the path of the pointer, and get ALLOW, CHALLENGE or BLOCK with reasons.</p>
            <dl>
            {(hasDemo ? Entry("/demo", "Demo", "A small bank: type, watch trust grow, and let a script loose.") : "")}
            {Entry("/console", "Console", "What Sentinel decides and why, for analysts and administrators.")}
            {Entry("/docs/integrate", "Integrate a site", "From the package to a protected action, on one page.")}
            {Entry("/swagger", "API", "Every call, with a form to try it.")}
            {Entry("/docs", "Documentation", "The contract, the models and how well they decide, settings, operation.")}
            {Entry("/hangfire", "Jobs", "The audit's delivery, training and clean-up.")}
            {Entry("/metrics", "Metrics", "For Prometheus.")}
            </dl>
            {SignIn(context, antiforgery)}
            </main>
            """);
    }

    private static string Entry(string address, string name, string what) => $"<dt><a href=\"{address}\">{name}</a></dt><dd>{what}</dd>";

    private static string SignIn(HttpContext context, IAntiforgery antiforgery)
    {
        if (!CookieCalls.IsSignedIn(context))
            return "<p><a href=\"/signin\">Sign in</a> with a key to open the console, jobs and metrics.</p>";
        var token = antiforgery.GetAndStoreTokens(context);
        return $"""
            <p>You are signed in.</p>
            <form method="post" action="/signin/out">
              <input type="hidden" name="{PageShell.Text(token.FormFieldName)}" value="{PageShell.Text(token.RequestToken!)}">
              <button>Sign out</button>
            </form>
            """;
    }
}
