using Microsoft.Extensions.DependencyInjection;
using Sentinel.Application.Access;
using Sentinel.Application.ApiKeys;
using Sentinel.Application.Ports;
using Sentinel.Infrastructure.ColdStorage;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>The first key of a new tenant, written to a node's cold storage as an operator does; no API call creates tenants.</summary>
internal static class TenantKey
{
    public static async Task<string> Stored(SentinelNode node, Scopes scopes = Scopes.Admin | Scopes.Server)
    {
        var options = new ColdStorageOptions { Postgres = node.Settings.Postgres, DataDirectory = node.DataFolder };
        await using var storage = new ServiceCollection().AddLogging().AddColdStorage(options).BuildServiceProvider();
        var (text, prefix) = ApiKeySecret.Mint();
        ApiKey key = new(Guid.CreateVersion7(), Records.NewTenant(), ApiKeySecret.Hash(text), scopes, DateTimeOffset.UtcNow)
        {
            Prefix = prefix,
            Name = "first",
        };
        await storage.GetRequiredService<IApiKeys>().Add(key, default);
        return text;
    }
}
