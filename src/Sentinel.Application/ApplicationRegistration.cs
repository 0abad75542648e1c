using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sentinel.Application.ApiKeys;
using Sentinel.Application.Audit;
using Sentinel.Application.Bans;
using Sentinel.Application.Lists;
using Sentinel.Application.Policies;
using Sentinel.Application.PolicyVersions;
using Sentinel.Application.Profiles;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions;
using Sentinel.Application.Simulations;
using Sentinel.Application.Stats;
using Sentinel.Application.Users;

namespace Sentinel.Application;

public static class ApplicationRegistration
{
    /// <summary>
    /// Registers every handler and validator of this assembly as a singleton: they hold no state. MediatR 5.1.0 is registered by hand; see
    /// ADR 0001.
    /// </summary>
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        services.AddSingleton<ServiceFactory>(provider => type => provider.GetService(type)!);
        services.AddSingleton<IMediator, Mediator>();
        services.AddSingleton(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        services.Scan(scan => scan.FromAssemblyOf<SessionCommits>()
            .AddClasses(classes => classes.AssignableTo(typeof(IRequestHandler<,>)), publicOnly: false)
            .AsImplementedInterfaces()
            .WithSingletonLifetime());
        services.AddValidatorsFromAssemblyContaining<SessionCommits>(ServiceLifetime.Singleton, includeInternalTypes: true);
        services.AddSingleton<SessionTurns>();
        services.AddSingleton<SessionCommits>();
        services.AddSingleton<UserCommits>();
        services.AddSingleton<Degraded>();
        services.AddSingleton<Refusals>();
        services.AddSingleton<AdministrativeAudit>();
        services.AddSingleton<LiveInstallation>();
        services.AddSingleton<BaselinePublisher>();
        services.AddSingleton<ErasureRun>();
        services.AddSingleton<SimulationRun>();
        services.AddSingleton<PolicyCatalog>();
        services.AddSingleton<ListCache>();
        services.AddSingleton<ApiKeyCache>();
        services.AddSingleton<ApiKeyChanges>();
        services.TryAddSingleton(PolicyControls.Default);
        services.AddSingleton<PolicyChanges>();
        services.AddSingleton<GivenDocuments>();
        return services;
    }
}
