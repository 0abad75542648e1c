using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Sentinel.Api.Authentication;

namespace Sentinel.Api.OpenApi;

/// <summary><c>GET /swagger/antiforgery.js</c>: lets Swagger's page make changes for a user who is signed in by the cookie.</summary>
internal static class SwaggerCalls
{
    public const string Path = "/swagger/antiforgery.js";

    public static IEndpointConventionBuilder MapSwaggerCalls(this IEndpointRouteBuilder app) =>
        app.MapGet(Path, Script).ExcludeFromDescription();

    private static IResult Script(HttpContext context, IAntiforgery antiforgery)
    {
        context.Response.Headers.CacheControl = "no-store";
        // The script holds the token: only our pages may load it.
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        var script = CookieCalls.IsSignedIn(context)
            ? ScriptWith(antiforgery.GetAndStoreTokens(context))
            : "// No user is signed in by a cookie.\n";
        return Results.Text(script, "text/javascript; charset=utf-8");
    }

    private static string ScriptWith(AntiforgeryTokenSet tokens) => $$"""
        (() => {
          const send = window.fetch;
          window.fetch = (resource, options) => {
            const request = new Request(resource, options);
            if (new URL(request.url).origin === location.origin)
              request.headers.set({{JsonSerializer.Serialize(tokens.HeaderName)}}, {{JsonSerializer.Serialize(tokens.RequestToken)}});
            return send(request);
          };
        })();

        """;
}
