using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Integration.Tests;

/// <summary>Direct access to a running node's cold storage, for what only an operator with database access can do.</summary>
internal sealed class NodeStorage(SentinelNode node) : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging()
        .AddColdStorage(new() { Postgres = node.Settings.Postgres, DataDirectory = node.DataFolder }).BuildServiceProvider();

    public T Service<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task Append(IEnumerable<AuditRecord> records)
    {
        foreach (var slice in records.Chunk(1000))
            await Probe.Until(() => Service<IAuditLog>().Append(new(1), slice, default), "the partition is free");
    }

    public async Task<int> Sql(string sql)
    {
        await using var context = await Service<IDbContextFactory<SentinelDbContext>>().CreateDbContextAsync();
        return await context.Database.ExecuteSqlRawAsync(sql);
    }

    /// <summary>A client with a key of a new tenant, after the node knows it.</summary>
    public async Task<NodeClient> Stranger()
    {
        var key = $"stranger-{Guid.NewGuid():N}";
        await Service<IApiKeys>()
            .Add(
                new(
                    Guid.NewGuid(),
                    TenantId.Parse($"{Guid.NewGuid():N}"),
                    System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)),
                    Scopes.Admin | Scopes.Server,
                    DateTimeOffset.UtcNow
                ),
                default
            );
        var client = node.With(key);
        await Probe.Until(async () => (await client.Audit("")).Number == 200, "the node knows the new key");
        return client;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
