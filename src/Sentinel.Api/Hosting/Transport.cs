using System.Net;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Net.Http.Headers;
using Sentinel.Api.Errors;
using Sentinel.Api.Settings;

namespace Sentinel.Api.Hosting;

/// <summary>
/// What every request passes before authentication: proxies, HTTPS, security headers. Also the sites whose pages may send batches.
/// </summary>
internal static class Transport
{
    /// <summary>The CORS policy of pages that may send batches.</summary>
    public const string Sites = "sites";

    /// <summary>The content security policy of API answers: nothing is allowed.</summary>
    private const string NothingAllowed = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Swagger's and Hangfire's pages load scripts as files and set styles inline.</summary>
    private const string Pages =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors "
            + "'none'";

    private static readonly string[] Machine = ["localhost", "127.0.0.1", "[::1]"];

    public static void AddTransport(this IServiceCollection services, TransportOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<RefusedOrigins>();
        services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
        services.AddCors(cors => cors.AddPolicy(Sites, policy => policy
            .WithOrigins([.. options.Origins])
            .WithMethods(HttpMethods.Post)
            .WithHeaders(HeaderNames.Authorization, HeaderNames.ContentType, HeaderNames.ContentEncoding)
            .WithExposedHeaders(HeaderNames.RetryAfter)
            .SetPreflightMaxAge(TimeSpan.FromHours(2))));
        // ASP.NET's own filter runs before ours and answers with an HTML page.
        services.Configure<HostFilteringOptions>(filter => filter.AllowedHosts = ["*"]);
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            (forwarded.ForwardedHeaders, forwarded.ForwardLimit) = (
                ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
                null
            );
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in options.Proxies)
                forwarded.KnownIPNetworks.Add(network);
        });
    }

    public static void UseTransport(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<TransportOptions>();
        if (options.Proxies.Count > 0)
            app.UseForwardedHeaders();
        app.Use((context, next) =>
        {
            // Set last, because error handlers clear the response first.
            context.Response.OnStarting(SetHeaders, context);
            return next(context);
        });
        if (options.Hosts is not ["*"])
            app.Use((context, next) => IsOurs(context.Request, options.Hosts) ? next(context) : Problems.HostNotAllowed.Write(context));
        if (options.RequireHttps)
        {
            app.UseHsts();
            app.Use((context, next) => IsSafe(context) ? next(context) : Problems.HttpsRequired.Write(context));
        }
    }

    /// <summary>A host name that the operator has set, this machine, or a health probe, which calls nodes by address.</summary>
    private static bool IsOurs(HttpRequest request, IReadOnlyList<string> hosts)
    {
        var host = request.Host.Host;
        return request.Path.StartsWithSegments("/health")
            || Machine
                .Concat(hosts)
                .Any(allowed =>
                    allowed.StartsWith("*.", StringComparison.Ordinal)
                        ? host.Length > allowed.Length - 1 && host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)
                        : host.Equals(allowed, StringComparison.OrdinalIgnoreCase)
                );
    }

    private static Task SetHeaders(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = IsPage(context.Request.PathBase.Add(context.Request.Path)) ? Pages : NothingAllowed;
        return Task.CompletedTask;
    }

    /// <summary>Over HTTPS, from this machine, or a health probe, which carries no secret.</summary>
    private static bool IsSafe(HttpContext context) =>
        context.Request.IsHttps || context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address)
        || context.Request.Path.StartsWithSegments("/health");

    /// <summary>Takes the whole path: Hangfire's dashboard moves its own part to the path base.</summary>
    private static bool IsPage(PathString path) => path.StartsWithSegments("/swagger") || path.StartsWithSegments("/hangfire");
}
