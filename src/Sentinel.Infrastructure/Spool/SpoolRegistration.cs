using Microsoft.Extensions.DependencyInjection;
using Sentinel.Application.Ports;

namespace Sentinel.Infrastructure.Spool;

public static class SpoolRegistration
{
    /// <summary>Registers <see cref="ISpool"/> and its flusher. Requires <c>AddColdStorage</c>, whose data directory it uses.</summary>
    public static IServiceCollection AddSpool(this IServiceCollection services, SpoolOptions? options = null)
    {
        services.AddSingleton(options ?? new());
        services.AddSingleton<FileSpool>();
        services.AddSingleton<ISpool>(provider => provider.GetRequiredService<FileSpool>());
        services.AddHostedService<SpoolFlusher>();
        return services;
    }
}
