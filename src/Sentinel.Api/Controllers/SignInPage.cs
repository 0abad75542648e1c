using System.Text.Encodings.Web;

namespace Sentinel.Api.Controllers;

internal static class SignInPage
{
    public static string Render(string tokenName, string token, string returnUrl, bool failed)
    {
        var encode = HtmlEncoder.Default;
        return $$"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>Sign in · Sentinel</title>
              <style>
                :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
                body { display: grid; place-items: center; min-height: 100vh; margin: 0; }
                form { display: grid; gap: .75rem; width: min(24rem, 90vw); }
                h1 { margin: 0; font-size: 1.25rem; }
                input, button { font: inherit; padding: .6rem; border-radius: .4rem; border: 1px solid #8888; }
                button { background: #1d4ed8; color: #fff; border: 0; cursor: pointer; }
                p[role=alert] { margin: 0; color: #dc2626; }
              </style>
            </head>
            <body>
              <form method="post" action="/signin">
                <h1>Sentinel</h1>
                {{(failed ? "<p role=\"alert\">This is not an admin key, or it was revoked.</p>" : "")}}
                <label for="key">Admin key</label>
                <input id="key" name="key" type="password" autocomplete="off" required autofocus>
                <input type="hidden" name="returnUrl" value="{{encode.Encode(returnUrl)}}">
                <input type="hidden" name="{{encode.Encode(tokenName)}}" value="{{encode.Encode(token)}}">
                <button>Sign in</button>
              </form>
            </body>
            </html>
            """;
    }
}
