using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>What every <see cref="IErasures"/> must do.</summary>
public abstract class ErasureCompliance
{
    private static readonly UserId User = UserId.Parse("u-42");

    private readonly FakeTimeProvider _clock = new(Records.Start);
    private readonly TenantId _tenant = Records.NewTenant();

    [Fact]
    public async Task Begin_WhenManyAskAtOnce_IsOneErasure()
    {
        await using var storage = await Migrated();
        var erasures = storage.Services.GetRequiredService<IErasures>();
        var begun = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => Task.Run(() => erasures.Begin(_tenant, User, null, Records.Start, Sessions(3), default)))
        );
        Assert.Single(begun, one => one.Begun);
        Assert.Single(begun.Select(one => one.Erasure.Id).Distinct());
        Assert.Equal(3, begun[0].Erasure.SessionsLeft);
    }

    [Fact]
    public async Task Cleared_WhenSessionsGo_FillsTheReceiptUntilItIsFinished()
    {
        await using var storage = await Migrated();
        var erasures = storage.Services.GetRequiredService<IErasures>();
        var key = Guid.NewGuid();
        var id = (await erasures.Begin(_tenant, User, key, Records.Start, Sessions(1_200), default)).Erasure.Id;
        var slice = await erasures.Waiting(id, 100, default);
        Assert.Equal(100, slice.Count);
        await erasures.Cleared(id, slice, 150, default);
        await erasures.Cleared(id, slice, 0, default);
        await erasures.Count(id, new(AuditRows: 7), default);
        var (tenant, user, erasure) = (await erasures.Unfinished(id, default))!.Value;
        Assert.Equal((_tenant, User, key, 1_100), (tenant, user, erasure.By, erasure.SessionsLeft));
        Assert.Equal(new(Sessions: 100, HotKeys: 150, AuditRows: 7), erasure.Counts);

        await erasures.Finish(id, Records.Start.AddMinutes(1), default);
        Assert.Null(await erasures.Unfinished(id, default));
        var finished = (await erasures.Find(_tenant, id, default))!;
        Assert.Equal((Records.Start.AddMinutes(1), 0), (finished.ErasedAt, finished.SessionsLeft));
        Assert.Null(await erasures.Find(Records.NewTenant(), id, default));
        Assert.True((await erasures.Begin(_tenant, User, null, Records.Start, [], default)).Begun);
    }

    [Fact]
    public async Task TakeStalled_WhenNobodyWorksOnOne_GivesItToOneCaller()
    {
        await using var storage = await Migrated();
        var erasures = storage.Services.GetRequiredService<IErasures>();
        var id = (await erasures.Begin(_tenant, User, null, Records.Start, Sessions(3), default)).Erasure.Id;
        Assert.Empty(await erasures.TakeStalled(default));
        _clock.Advance(TimeSpan.FromSeconds(16));
        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => erasures.TakeStalled(default))));
        Assert.Equal([id], taken.SelectMany(one => one));
        _clock.Advance(TimeSpan.FromSeconds(16));
        await erasures.Finish(id, Records.Start, default);
        Assert.Empty(await erasures.TakeStalled(default));
    }

    protected abstract Task<string?> Postgres(string database);

    private async Task<ColdStorageFixture> Migrated() =>
        await ColdStorageFixture.Migrated(await Postgres($"erasures_{_tenant.Value}"), _clock);

    private IReadOnlyCollection<SessionId> Sessions(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => SessionId.Mint(Partition.Of(_tenant, User), Records.Start))];
}

public sealed class SqliteErasureTests : ErasureCompliance
{
    protected override Task<string?> Postgres(string database) => Task.FromResult<string?>(null);
}

[Collection(PostgresParts.Name)]
public sealed class PostgresErasureTests(PostgresServer server) : ErasureCompliance
{
    protected override async Task<string?> Postgres(string database) => await server.Database(database);
}
