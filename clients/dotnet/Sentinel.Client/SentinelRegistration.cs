using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Polly;
using Sentinel.Client;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds Sentinel to a site.</summary>
public static class SentinelRegistration
{
    /// <summary>Calls within half a minute before their failure ratio counts.</summary>
    private const int FewestCalls = 5;

    /// <summary>How long the body of an answer may take beyond the time limit for its headers.</summary>
    private static readonly TimeSpan ForTheBody = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Adds <see cref="SentinelClient"/> with a time limit and a circuit breaker. Options come from the section <c>Sentinel</c> of the
    /// configuration, then from <paramref name="configure"/>. Missing or wrong options stop the site at its start.
    /// </summary>
    /// <param name="services">The services of the site.</param>
    /// <param name="configure">Sets options in code; null leaves them to the configuration.</param>
    /// <returns>The builder of the client, for your own handler.</returns>
    public static IHttpClientBuilder AddSentinel(this IServiceCollection services, Action<SentinelOptions>? configure = null)
    {
        services
            .AddOptions<SentinelOptions>()
            .BindConfiguration("Sentinel")
            .Configure(configure ?? (_ => { }))
            .ValidateDataAnnotations()
            .Validate(
                options => options.Endpoint is not { } endpoint || IsWebAddress(endpoint),
                "Sentinel:Endpoint must be a whole address, such as https://sentinel.internal."
            )
            .Validate(
                options =>
                    options.Endpoint is not { } endpoint
                    || !IsWebAddress(endpoint)
                    || endpoint.Scheme == Uri.UriSchemeHttps
                    || endpoint.IsLoopback
                    || options.AllowPlainHttp,
                "Sentinel:Endpoint is plain http, by which anybody on the way could read the key: set it to an https:// address, or to a "
                    + "proxy on this machine, such as http://localhost:8080; or set Sentinel:AllowPlainHttp where the network itself "
                    + "encrypts."
            )
            .Validate(
                options => options.BrowserEndpoint is not { } endpoint || IsWebAddress(endpoint),
                "Sentinel:BrowserEndpoint must be a whole address, such as https://sentinel.example."
            )
            .Validate(
                options => options.BearerStepUp is not { IsWellFormed: false },
                "Sentinel:BearerStepUp:AcrValues must be names without quotes and backslashes, separated by spaces."
            )
            .ValidateOnStart();
        services.AddDataProtection();
        services.TryAddSingleton<OutageLog>();
        services.AddRouting();
        services.TryAddSingleton<SiteCheck>();
        services.AddHostedService(provider => provider.GetRequiredService<SiteCheck>());
        var builder = services.AddHttpClient<SentinelClient, SentinelClient>((http, provider) =>
        {
            var options = provider.GetRequiredService<IOptions<SentinelOptions>>().Value;
            var endpoint = options.Endpoint!;
            http.BaseAddress = endpoint.AbsoluteUri.EndsWith('/') ? endpoint : new(endpoint.AbsoluteUri + "/");
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
            // The pipeline below limits the time until the headers are there; this limits the time until the body ends.
            http.Timeout = options.Timeout + ForTheBody;
            return new SentinelClient(http, options, provider.GetRequiredService<OutageLog>());
        });
        builder.RemoveAllLoggers();
        builder.AddResilienceHandler("sentinel", (pipeline, context) =>
        {
            var options = context.ServiceProvider.GetRequiredService<IOptions<SentinelOptions>>().Value;
            // OutageLog says it once; Polly and HttpClient would at each call.
            pipeline.ConfigureTelemetry(NullLoggerFactory.Instance);
            pipeline
                .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
                {
                    FailureRatio = options.FailureRatio,
                    MinimumThroughput = FewestCalls,
                    BreakDuration = options.BreakDuration,
                    // One flooded session must not stop the calls of all.
                    ShouldHandle = async arguments => arguments.Outcome switch
                    {
                        { Exception: { } thrown } => thrown is HttpRequestException or Polly.Timeout.TimeoutRejectedException,
                        { Result: { StatusCode: >= HttpStatusCode.InternalServerError } response } =>
                            !await SentinelClient.IsContended(response, arguments.Context.CancellationToken).ConfigureAwait(false),
                        _ => false,
                    },
                })
                .AddTimeout(options.Timeout);
        });
        return builder;
    }

    private static bool IsWebAddress(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);
}
