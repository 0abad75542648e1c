using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.ApiKeys;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Api.Commands;

/// <summary>What <c>--make-key SCOPE</c> asks for.</summary>
/// <param name="Scope">The key's scope.</param>
/// <param name="Name">The key's name in lists and in the audit.</param>
/// <param name="Tenant">Whose key it is.</param>
internal sealed record MakeKey(Scopes Scope, string Name, TenantId Tenant);

/// <summary>
/// <c>--make-key SCOPE</c>: makes an API key, prints it alone on standard output, and ends. Whoever can run it can read the database's
/// address, so it needs no other key. Running servers accept the key within seconds.
/// </summary>
internal static class MakeKeyCommand
{
    public static async Task<int> Run(IServiceProvider services, MakeKey wanted)
    {
        // A server that uses the folder has brought the database up to date.
        if (services.GetRequiredService<DataDirectory>().TryHold())
            await services.GetRequiredService<Migrator>().Run(CancellationToken.None);
        var made = await services.GetRequiredService<IMediator>().Send(
            new CreateApiKey(new(wanted.Tenant, ScopeRules.All), wanted.Name, [wanted.Scope], ExpiresAt: null));
        if (made.Succeeded(out var key, out var fault))
        {
            Console.WriteLine(key.Text);
            return 0;
        }

        Console.Error.WriteLine($"No key was made. {fault.Detail}");
        foreach (var (path, message) in fault.Violations)
            Console.Error.WriteLine($"--{path} {message}.");
        return 1;
    }
}
