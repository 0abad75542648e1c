using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sentinel.Application.Ports;
using Sentinel.Application.Sessions.Records;
using Sentinel.Infrastructure.Clocks;
using Sentinel.Infrastructure.Settings;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

public static class HotStateRegistration
{
    /// <summary>Registers hot state: Redis if a connection string is given, else embedded Garnet. Requires an ISanctions.</summary>
    public static IServiceCollection AddHotState(this IServiceCollection services, HotStateOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(new HotPathBudget(TimeSpan.FromMilliseconds(options.TimeoutMilliseconds)));
        services.AddSingleton<RedisGate>();
        services.AddSingleton<RecentStates>();
        services.AddSingleton<BaselineCache>();
        services.AddSingleton<Markers>();
        services.AddSingleton<SanctionRestore>();
        services.AddSingleton(provider => new LossWatch(
            provider.GetRequiredService<IConnectionMultiplexer>(), provider.GetRequiredService<RedisGate>(),
            provider.GetRequiredService<ISanctions>(), provider.GetRequiredService<SanctionRestore>(),
            provider.GetRequiredService<Markers>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LossWatch>>()));
        services.AddHostedService(provider => provider.GetRequiredService<LossWatch>());
        services.AddSingleton<OutboxMonitor>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxMonitor>());
        services.AddSingleton<ISessionStore, RedisSessionStore>();
        services.AddSingleton<IOutbox, RedisOutbox>();
        services.AddSingleton<IBacklog, RedisBacklog>();
        services.AddSingleton<HotStateWarmUp>();
        services.AddSingleton<EvictionCheck>();
        services.AddSingleton<RedisAccess>();
        services.AddSingleton<PolicyWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<PolicyWatch>());
        services.AddHealthChecks()
            .AddCheck<HotStateHealthCheck>(HotStateHealthCheck.Name)
            .AddCheck<PolicyHealthCheck>(PolicyHealthCheck.Name);
        if (options.Redis is null)
        {
            services.AddSingleton(_ => new EmbeddedGarnet(options.DataDirectory));
            services.AddSingleton<GarnetRecovery>();
            services.AddHostedService<GarnetSupervisor>();
        }
        else
        {
            services.AddSingleton<IOtherClock, RedisClock>();
        }

        services.AddSingleton<IConnectionMultiplexer>(provider =>
            Connect(Configure(options.Redis ?? provider.GetRequiredService<EmbeddedGarnet>().ConnectionString, options)));
        return services;
    }

    private static ConnectionMultiplexer Connect(ConfigurationOptions configuration)
    {
        try
        {
            return ConnectionMultiplexer.Connect(configuration);
        }
        catch (ArgumentException)
        {
            throw new WrongSettingException(RedisSetting.Name,
                "has an option that StackExchange.Redis does not accept: leave out what is not needed");
        }
    }

    /// <summary>
    /// Fails fast, never queues, and reconnects within half a second. For the embedded server, which only <see cref="GarnetSupervisor"/>
    /// restarts, the client checks its connection less often and reconnects within about a second.
    /// </summary>
    private static ConfigurationOptions Configure(string connection, HotStateOptions options)
    {
        var configuration = RedisSetting.Parse(connection);
        configuration.AbortOnConnectFail = false;
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.ConnectTimeout = 2_000;
        configuration.AsyncTimeout = Math.Max(1_000, options.TimeoutMilliseconds);
        configuration.ReconnectRetryPolicy = new LinearRetry(250);
        configuration.HeartbeatInterval = TimeSpan.FromMilliseconds(options.Redis is null ? 1_000 : 250);
        configuration.AllowAdmin = true; // StackExchange.Redis counts INFO, for the eviction check, among the admin commands.
        configuration.ClientName = "sentinel";
        return configuration;
    }
}
