using System.Text.Encodings.Web;

namespace Sentinel.Api.Pages;

/// <summary>The frame of the server's own pages: one style, no script.</summary>
internal static class PageShell
{
    /// <summary>Of a page with this frame.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <param name="title">Text.</param>
    /// <param name="body">HTML.</param>
    /// <param name="head">HTML for the head.</param>
    public static string Render(string title, string body, string head = "") => $$"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>{{Text(title)}} · Sentinel</title>
          {{SiteIcon.Link}}
          {{head}}
          <style>
            :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
            html { background: light-dark(#fff, #111827); color: light-dark(#111827, #f3f4f6); }
            body { margin: 0 auto; max-width: 52rem; padding: 1.5rem 1rem 3rem; }
            h1 { font-size: 1.5rem; }
            a { color: light-dark(#1d4ed8, #93c5fd); }
            form { display: grid; gap: .75rem; max-width: 24rem; }
            input, button { font: inherit; padding: .6rem; border-radius: .4rem; border: 1px solid light-dark(#6b7280, #9ca3af); }
            button { background: #1d4ed8; color: #fff; border: 0; cursor: pointer; }
            p[role=alert] { color: light-dark(#b91c1c, #fca5a5); }
            table { border-collapse: collapse; display: block; overflow-x: auto; }
            th, td { border: 1px solid light-dark(#d1d5db, #4b5563); padding: .3rem .6rem; text-align: left; vertical-align: top; }
            pre { overflow-x: auto; padding: .75rem; background: light-dark(#f3f4f6, #1f2937); border-radius: .4rem; }
            code { overflow-wrap: anywhere; }
            pre code { overflow-wrap: normal; }
            img { max-width: 100%; height: auto; }
            dt { font-weight: 600; margin-top: .75rem; }
            dd { margin: 0; }
          </style>
        </head>
        <body>
        {{body}}
        </body>
        </html>
        """;

    /// <summary>Text as HTML.</summary>
    public static string Text(string text) => HtmlEncoder.Default.Encode(text);

    /// <summary>The page as an answer.</summary>
    public static IResult Result(HttpContext context, string title, string body, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        return Results.Content(Render(title, body), "text/html; charset=utf-8", statusCode: status);
    }
}
