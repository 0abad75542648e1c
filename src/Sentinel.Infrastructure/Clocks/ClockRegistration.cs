using Microsoft.Extensions.DependencyInjection;

namespace Sentinel.Infrastructure.Clocks;

public static class ClockRegistration
{
    /// <summary>Registers the comparison of the node's clock with the clocks that other parts have registered.</summary>
    public static IServiceCollection AddClockWatch(this IServiceCollection services)
    {
        services.AddSingleton<ClockWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<ClockWatch>());
        services.AddHealthChecks().AddCheck<ClockHealthCheck>(ClockHealthCheck.Name);
        return services;
    }
}
