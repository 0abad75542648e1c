using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Sentinel.Application.Bans;
using Sentinel.Application.Pipeline;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions;

namespace Sentinel.Application;

public static class ApplicationRegistration
{
    /// <summary>Registers every handler and validator of this assembly. MediatR 5.1.0 is wired by hand; ADR 0001 says why.</summary>
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        services.AddTransient<ServiceFactory>(provider => type => provider.GetService(type)!);
        services.AddTransient<IMediator, Mediator>();
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        services.Scan(scan => scan.FromAssemblyOf<SessionCommits>()
            .AddClasses(classes => classes.AssignableTo(typeof(IRequestHandler<,>)), publicOnly: false)
            .AsImplementedInterfaces()
            .WithTransientLifetime());
        services.AddValidatorsFromAssemblyContaining<SessionCommits>(ServiceLifetime.Singleton, includeInternalTypes: true);
        services.AddSingleton<SessionCommits>();
        services.AddSingleton<UserCommits>();
        services.AddSingleton<Degraded>();
        return services;
    }
}
