using Microsoft.Extensions.DependencyInjection;

namespace Sentinel.Infrastructure.Clocks;

public static class ClockRegistration
{
    public static IServiceCollection AddClockWatch(this IServiceCollection services, ClockSources sources)
    {
        services.AddSingleton(sources);
        services.AddSingleton<ClockWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<ClockWatch>());
        services.AddHealthChecks().AddCheck<ClockHealthCheck>(ClockHealthCheck.Name);
        return services;
    }
}
