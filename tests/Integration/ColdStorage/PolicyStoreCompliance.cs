using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Sentinel.Application.Policies.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>What every <see cref="IPolicies"/> must do.</summary>
public abstract class PolicyStoreCompliance
{
    [Theory]
    [InlineData("document", "{\"mediumThreshold\": 0.4"), InlineData("document", "[]"), InlineData("document", "{\"name\": \"\\ud800\"}")]
    [InlineData("authors", "nobody"), InlineData("approvals", "{}"), InlineData("tenant", "No Tenant")]
    public async Task InForce_WhenARowIsDamaged_NamesItAndReadsTheOthers(string column, string value)
    {
        await using var storage = await ColdStorageFixture.Migrated(await Postgres($"policies_{Records.NewTenant().Value}"));
        var (whole, damaged) = (Records.NewTenant(), Records.NewTenant());
        var store = storage.Services.GetRequiredService<IPolicies>();
        foreach (var tenant in new[] { whole, damaged })
            await store.Change(tenant, _ => new PolicyChange<bool>(true, Live(tenant)), default);
        var contexts = storage.Services.GetRequiredService<IDbContextFactory<SentinelDbContext>>();
        await using (var context = await contexts.CreateDbContextAsync())
        {
#pragma warning disable EF1002 // The column is one of the test's.
            Assert.Equal(1, await context.Database.ExecuteSqlRawAsync(
                $"UPDATE policy_versions SET {column} = {{0}} WHERE tenant = {{1}}", value, damaged.Value));
#pragma warning restore EF1002
        }

        var stored = await store.InForce(default);
        Assert.Equal((whole, 4), (Assert.Single(stored.Versions).Tenant, stored.Versions[0].Number));
        Assert.Equal(new(column == "tenant" ? value : damaged.Value, 4, PolicyState.Live), Assert.Single(stored.Unreadable));
    }

    /// <summary>The name of a new database; null for SQLite.</summary>
    protected abstract Task<string?> Postgres(string database);

    private static PolicyVersion Live(TenantId tenant) => new()
    {
        Tenant = tenant,
        Number = 4,
        State = PolicyState.Live,
        Policy = Policy.Default with { Version = 4 },
        Note = "a test",
        BasedOn = 1,
        CreatedAt = Records.Start,
        ChangedAt = Records.Start,
    };
}

public sealed class SqlitePolicyStoreTests : PolicyStoreCompliance
{
    protected override Task<string?> Postgres(string database) => Task.FromResult<string?>(null);
}

[Collection(PostgresParts.Name)]
public sealed class PostgresPolicyStoreTests(PostgresServer server) : PolicyStoreCompliance
{
    protected override async Task<string?> Postgres(string database) => await server.Database(database);
}
