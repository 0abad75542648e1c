using Sentinel.Integration.Tests;

namespace Sentinel.Browser.Tests;

/// <summary>One page with a log-in and a transfer form, with the SDK's tag as in its README.</summary>
internal static class SitePage
{
    /// <summary>The page without Sentinel.</summary>
    public const string Plain = "plain";

    /// <summary>The page without Sentinel, with listeners that do nothing: the minimum cost of any such script.</summary>
    public const string Hearing = "hearing";

    private const string Listeners =
        "<script>for (const type of ['pointermove', 'keydown', 'keyup', 'beforeinput', 'input']) addEventListener(type, () => {}, { "
            + "capture: true, passive: true })</script>";

    public static string Html(string page, OpenSession session) =>
        $$"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>{{page}}</title>
              {{Script(page, session)}}
              <style>
                body { margin: 0; height: 2000px }
                form { display: grid; gap: 20px; width: 400px; padding: 40px }
                input, textarea, button { font-size: 20px }
              </style>
            </head>
            <body>
              <form onsubmit="return false">
                <input id="user" autocomplete="username" aria-label="User">
                <input id="password" type="password" autocomplete="current-password" aria-label="Password">
                <input id="amount" aria-label="Amount">
                <textarea id="note" rows="6" aria-label="Note"></textarea>
                <button id="send" type="button" onclick="document.title = 'sent'">Send</button>
                <a href="/elsewhere">Elsewhere</a>
              </form>
            </body>
            </html>
            """;

    private static string Script(string page, OpenSession session) => page switch
    {
        Plain => "",
        Hearing => Listeners,
        _ => $"<script async src=\"/sdk/sentinel.js\" data-session=\"{session.Id}\" data-token=\"{session.Token}\"></script>",
    };
}
