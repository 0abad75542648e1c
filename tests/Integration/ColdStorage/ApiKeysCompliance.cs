using Microsoft.Extensions.DependencyInjection;
using Sentinel.Application.Access;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>What <see cref="IApiKeys"/> must do with each database. Each test has its own tenants.</summary>
public abstract class ApiKeysCompliance : IAsyncLifetime
{
    private readonly TenantId _tenant = Records.NewTenant();
    private ColdStorageFixture _storage = null!;

    private IApiKeys Keys => _storage.Services.GetRequiredService<IApiKeys>();

    public async Task InitializeAsync() => _storage = await ColdStorageFixture.Migrated(await Postgres());

    public async Task DisposeAsync() => await _storage.DisposeAsync();

    protected abstract Task<string?> Postgres();

    [Fact]
    public async Task Change_WhenAFullKeyIsNew_KeepsEveryField()
    {
        var key = Key(_tenant) with
        {
            Prefix = "abcdefgh",
            Name = "a \"name\" – with €",
            ExpiresAt = Records.Start.AddDays(1),
            RevokedAt = Records.Start.AddDays(2),
            LastUsedAt = Records.Start.AddDays(3),
        };
        Assert.Equal(7, (await Keys.Change<int>(_tenant, _ => new(7, key), default)).Answer);
        var stored = Assert.Single(await Keys.Of(_tenant, default));
        Assert.Equal(key.Hash.ToArray(), stored.Hash.ToArray());
        Assert.Equal(key with { Hash = default }, stored with { Hash = default });
        Assert.Contains(await Keys.All(default), other => other.Id == key.Id);
    }

    [Fact]
    public async Task Change_WhenAKeyIsThere_WritesItsScopesAndEndsAlone()
    {
        var key = Key(_tenant) with { Name = "before" };
        await Keys.Add(key, default);
        await Keys.Used(key.Id, Records.Start.AddHours(1), TimeSpan.FromMinutes(1), default);
        var ended = key with { Scopes = Scopes.Admin, ExpiresAt = Records.Start.AddDays(1), RevokedAt = Records.Start.AddDays(2) };
        await Keys.Change<int>(_tenant, _ => new(0, ended with { Name = "after", Hash = new byte[32] }), default);
        var stored = Assert.Single(await Keys.Of(_tenant, default));
        Assert.Equal(ended with { LastUsedAt = Records.Start.AddHours(1), Hash = default }, stored with { Hash = default });
    }

    [Fact]
    public async Task Change_WhenSeveralDecideAtOnce_EachSeesTheOneBefore()
    {
        var keys = Enumerable.Range(0, 6).Select(_ => Key(_tenant)).ToArray();
        foreach (var key in keys) await Keys.Add(key, default);
        // Each call revokes its key unless it is the last; one must remain, in any order.
        var ended = await Task.WhenAll(
            keys.Select(mine =>
                Task.Run(() =>
                    Keys.Change<bool>(
                        _tenant,
                        all =>
                            all.Count(key => key.RevokedAt is null) > 1
                                ? new(true, all.Single(key => key.Id == mine.Id) with { RevokedAt = Records.Start })
                                : new(false),
                        default
                    )
                )
            )
        );
        Assert.Equal(5, ended.Count(change => change.Answer));
        Assert.Single(await Keys.Of(_tenant, default), key => key.RevokedAt is null);
    }

    [Fact]
    public async Task Change_WhenThereAreOtherTenants_NeitherShowsNorTouchesTheirs()
    {
        var (mine, theirs) = (Key(_tenant), Key(Records.NewTenant()));
        foreach (var key in new[] { mine, theirs }) await Keys.Add(key, default);
        var seen = (await Keys.Change<Guid[]>(_tenant, all => new([.. all.Select(key => key.Id)]), default)).Answer;
        Assert.Equal([mine.Id], seen);
        Assert.Equal([mine.Id], (await Keys.Of(_tenant, default)).Select(key => key.Id));
    }

    [Fact]
    public async Task Used_WhenNotedBefore_IsWrittenOnceAStep()
    {
        var key = Key(_tenant);
        await Keys.Add(key, default);
        foreach (var (seconds, stored) in new[] { (10, 10), (69, 10), (70, 70), (30, 70), (500, 500) })
        {
            await Keys.Used(key.Id, Records.Start.AddSeconds(seconds), TimeSpan.FromMinutes(1), default);
            Assert.Equal(Records.Start.AddSeconds(stored), Assert.Single(await Keys.Of(_tenant, default)).LastUsedAt);
        }
    }

    private static ApiKey Key(TenantId tenant) =>
        new(Guid.NewGuid(), tenant, System.Security.Cryptography.RandomNumberGenerator.GetBytes(32), Scopes.Server, Records.Start);
}

public sealed class SqliteApiKeysTests : ApiKeysCompliance
{
    protected override Task<string?> Postgres() => Task.FromResult<string?>(null);
}

[Collection(PostgresParts.Name)]
public sealed class PostgresApiKeysTests(PostgresServer server) : ApiKeysCompliance
{
    protected override async Task<string?> Postgres() => await server.Database(nameof(PostgresApiKeysTests));
}
