using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Sentinel.Api.Contracts;
using Sentinel.Application.Access;
using Sentinel.Application.ApiKeys;
using Sentinel.Client;
using Sentinel.Domain.Sessions;

namespace Sentinel.Api.Demo;

/// <summary>
/// <c>/demo</c>: a small bank that integrates Sentinel like any site, with the browser SDK and <see cref="SentinelClient"/>, as its own
/// tenant. In Development, or if <c>Demo:Enabled</c> is set.
/// </summary>
internal static class DemoBank
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    private const string CookieName = "demo";

    /// <summary>Not a real host: requests to it are sent to this server.</summary>
    private static readonly Uri Here = new("https://sentinel.demo/");

    /// <summary>An API key that ends with the process.</summary>
    private static readonly string Key = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    public static void AddDemo(this IServiceCollection services)
    {
        services.AddSingleton<OneTimeCodes>();
        services.AddTransient<Loopback>();
        services.AddSentinel(options =>
        {
            (options.Endpoint, options.ApiKey, options.Timeout) = (Here, Key, TimeSpan.FromSeconds(2));
            options.FindSession = SessionOf;
        }).AddHttpMessageHandler<Loopback>().AddPasskeyStepUp<DemoCustomer>();
        services.AddDemoPasskeys();
    }

    public static void MapDemo(this WebApplication app)
    {
        app.Services.GetRequiredService<ApiKeyCache>().Lend(Key, new(TenantId.Parse("demo"), Scopes.Server));
        var demo = app.MapGroup("/demo").AllowAnonymous().ExcludeFromDescription().AddEndpointFilter(Visit);
        foreach (
            var (path, file, type) in new[]
            {
                ("", "demo.html", "text/html"),
                ("/demo.css", "demo.css", "text/css"),
                ("/demo.js", "demo.js", "text/javascript"),
            }
        )
            demo.MapGet(path, (HttpContext context) => Serve(context, file, $"{type}; charset=utf-8"));
        demo.MapPost("/login", LogIn);
        demo.MapGet(
            "/session",
            async (HttpContext context, SentinelClient sentinel) =>
                SessionOf(context) is { } session
                    ? Results.Json(await sentinel.GetSessionAsync(session, context.RequestAborted), Json)
                    : Results.Unauthorized()
        );
        demo.MapGet("/reasons", () => Results.Json(ReasonsAnswer.All, Json));
        demo.MapPost("/transfer", () => new { sent = true }).RequireTrust(Client.Sensitivity.High, "transfer");
        demo.MapPost(
            "/challenges/{id:guid}/code",
            (HttpContext context, Guid id, OneTimeCodes codes) =>
                SessionOf(context) is { } session
                    ? Results.Ok(new { message = $"Demo Bank: your code is {codes.Issue(id, session)}" })
                    : Results.Unauthorized()
        );
        demo.MapPost("/challenges/{id:guid}", Answer);
        demo.MapDemoPasskeys();
        demo.MapSentinel();
    }

    /// <summary>
    /// Says who is logged in, by the demo's cookie alone. Passes a refusal of Sentinel, such as an invalid name, to the page with its code.
    /// </summary>
    private static async ValueTask<object?> Visit(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        context.User = SessionOf(context) is { } session ? DemoPasskeys.Principal(session) : new();
        try
        {
            return await next(invocation);
        }
        catch (SentinelException refused)
        {
            return Results.Problem(
                refused.Message,
                statusCode: (int)(refused.Status ?? HttpStatusCode.ServiceUnavailable),
                extensions: new Dictionary<string, object?> { ["code"] = refused.Code }
            );
        }
    }

    private static async Task<IResult> LogIn(HttpContext context, LogInBody body, SentinelClient sentinel)
    {
        // Each log-in is a new user, so that one visitor's block does not affect another.
        var session = await sentinel.OpenSessionAsync(
            $"{body.Name?.Trim().ToLowerInvariant()}-{Guid.NewGuid():N}",
            "demo-browser",
            UserContext.Of(context),
            context.RequestAborted
        );
        context.Response.Cookies.Append(
            CookieName,
            Protector(context).Protect(session.SessionId),
            new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = context.Request.IsHttps,
                Path = "/demo",
            }
        );
        return Results.Ok(new { session.SessionId, Token = session.IngestToken });
    }

    private static async Task<IResult> Answer(HttpContext context, Guid id, CodeBody body, OneTimeCodes codes, SentinelClient sentinel)
    {
        if (SessionOf(context) is not { } session)
            return Results.Unauthorized();
        if (codes.Check(id, session, body.Code) is not { } passed)
            return Results.NotFound();
        await sentinel.ReportChallengeAsync(session, id, passed, "otp", context.RequestAborted);
        return Results.Ok(new { passed });
    }

    private static string? SessionOf(HttpContext context)
    {
        try
        {
            return context.Request.Cookies[CookieName] is { } cookie ? Protector(context).Unprotect(cookie) : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private static IDataProtector Protector(HttpContext context) =>
        context.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("Sentinel.Demo");

    private static IResult Serve(HttpContext context, string file, string type)
    {
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action "
                + "'self'; frame-ancestors 'none'";
        return Results.Stream(typeof(DemoBank).Assembly.GetManifestResourceStream(file)!, type);
    }

    private sealed record LogInBody(string? Name);

    private sealed record CodeBody(string? Code);

    /// <summary>Sends requests for <see cref="Here"/> to the address on which this server listens.</summary>
    private sealed class Loopback(IServer server) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // A wildcard host is reached through the loopback.
            var address = server.Features.Get<IServerAddressesFeature>()!.Addresses.Order(StringComparer.Ordinal).First()
                .Replace("://+", "://localhost", StringComparison.Ordinal).Replace("://*", "://localhost", StringComparison.Ordinal);
            var listening = new Uri(address);
            var host =
                IPAddress.TryParse(listening.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))
                    ? "localhost"
                    : listening.Host;
            request.RequestUri = new UriBuilder(request.RequestUri!)
            {
                Scheme = listening.Scheme,
                Host = host,
                Port = listening.Port,
            }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
