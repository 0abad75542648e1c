using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Sentinel.Client;

/// <summary>
/// Stops the site at its start if <see cref="RequireTrustAttribute"/> is where nothing runs it, such as a minimal API or a hub. Those
/// would otherwise look protected and not be.
/// </summary>
internal sealed class IgnoredAttributes(EndpointDataSource endpoints) : IHostedLifecycleService
{
    /// <summary>Endpoints exist once the server has started.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var ignored = endpoints.Endpoints.FirstOrDefault(endpoint =>
            endpoint.Metadata.GetMetadata<RequireTrustAttribute>() is not null
            && endpoint.Metadata.GetMetadata<ActionDescriptor>() is null);
        return ignored is null
            ? Task.CompletedTask
            : throw new InvalidOperationException(
                $"The attribute RequireTrust does nothing on {ignored.DisplayName}: only Razor pages, controllers and their actions run "
                    + "it. Remove it, and call RequireTrust where the endpoint is mapped.");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
