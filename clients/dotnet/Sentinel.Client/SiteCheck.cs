using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sentinel.Client;

/// <summary>
/// Looks over the site's endpoints at its start. Stops the site if <see cref="RequireTrustAttribute"/> is where nothing runs it, such as a
/// minimal API or a hub: it would look protected and not be. So does a step-up with passkeys where the site keeps none.
/// </summary>
internal sealed partial class SiteCheck(EndpointDataSource endpoints, IServiceScopeFactory scopes, ILogger<SentinelClient> logger)
    : IHostedLifecycleService
{
    private bool? renews;

    /// <summary>Whether pages can ask for another session. If not, the first page says so in the log.</summary>
    public bool Renews()
    {
        if (renews is { } known)
            return known;
        renews = endpoints.Endpoints.OfType<RouteEndpoint>().Any(one => one.RoutePattern.RawText == SentinelEndpoints.Renewal);
        if (renews == false)
            LogNoRenewal();
        return renews.Value;
    }

    /// <summary>Endpoints exist once the server has started.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var ignored = endpoints.Endpoints.FirstOrDefault(endpoint =>
            endpoint.Metadata.GetMetadata<RequireTrustAttribute>() is not null
            && endpoint.Metadata.GetMetadata<ActionDescriptor>() is null);
        if (ignored is not null)
            throw new InvalidOperationException(
                $"The attribute RequireTrust does nothing on {ignored.DisplayName}: only Razor pages, controllers and their actions run "
                    + "it. Remove it, and call RequireTrust where the endpoint is mapped.");
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetService<IPasskeys>()?.Check();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        LogLevel.Warning,
        "The site does not call app.MapSentinel(): after an outage or 30 idle minutes, its pages get no new session, and what the user "
            + "types and moves is not seen"
    )]
    private partial void LogNoRenewal();
}
