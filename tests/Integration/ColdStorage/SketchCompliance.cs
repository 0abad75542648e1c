using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Features;
using Sentinel.Domain.Sessions;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>What every <see cref="ISketches"/> must do.</summary>
public abstract class SketchCompliance
{
    private readonly FakeTimeProvider _clock = new(Records.Start.AddHours(1));
    private readonly TenantId _tenant = Records.NewTenant();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Take_WhenTwoUsersHaveTheSameInput_FindsTheLaterSession(bool laterArrivesFirst)
    {
        await using var storage = await Migrated();
        var sketches = Sketches(storage);
        AuditRecord[] records = [Session("u-1", 0, seed: 1), Session("u-2", 5, seed: 1), Session("u-3", 6, seed: 2)];
        if (laterArrivesFirst) records = [.. records.Reverse()];
        List<DecisionKey> found = [];
        foreach (var record in records) found.AddRange(await sketches.Take([record], default));

        var (first, later) = (Of(records, "u-1"), Of(records, "u-2"));
        Assert.Equal([Key(later)], found);
        Assert.Equal(new(_tenant, later.Session, first.Session, Others: 1), await sketches.Find(Key(later), default));
        Assert.Null(await sketches.Find(Key(first), default));
        Assert.Null(await sketches.Find(Key(first) with { Id = Guid.NewGuid() }, default));
        // The same records again, as after a crash.
        Assert.Equal([Key(later)], await sketches.Take(records, default));
        Assert.Equal(Sketched(1).Length, (await sketches.OfUser(_tenant, later.User, default)).Count);
    }

    [Fact]
    public async Task Find_WhenManyAccountsHaveTheInput_CountsThoseBeforeIt()
    {
        await using var storage = await Migrated();
        var sketches = Sketches(storage);
        // The third user plays it in two sessions.
        AuditRecord[] records =
        [
            Session("u-1", 0, 1), Session("u-2", 1, 1), Session("u-3", 2, 1), Session("u-3", 3, 1), Session("u-4", 4, 1),
        ];
        var found = await sketches.Take(records, default);
        Assert.Equal(4, found.Count);
        Assert.Equal(new(_tenant, records[4].Session, records[0].Session, Others: 3), await sketches.Find(Key(records[4]), default));
        Assert.Equal(2, (await sketches.Find(Key(records[3]), default))!.Others);
    }

    [Fact]
    public async Task Take_WhenInputIsTheUsersOwnOrAnotherTenantsOrLittle_FindsNothing()
    {
        await using var storage = await Migrated();
        var sketches = Sketches(storage);
        var (first, foreign) = (Session("u-1", 0, 1), Session("u-2", 1, 1) with { Tenant = Records.NewTenant() });
        var little = Session("u-3", 2, 1);
        AuditRecord[] records = [first, Session("u-1", 3, 1), foreign, little with { Sketches = little.Sketches[..2] }];
        Assert.Empty(await sketches.Take(records, default));
    }

    [Fact]
    public async Task Take_WhenBothSessionsComeAtOnce_IsSeenByOneAtLeast()
    {
        await using var storage = await Migrated();
        var sketches = Sketches(storage);
        for (var round = 0; round < 10; round++)
        {
            AuditRecord[] records = [Session($"a-{round}", 0, 100 + round), Session($"b-{round}", 1, 100 + round)];
            var found = await Task.WhenAll(records.Select(record => Task.Run(() => sketches.Take([record], default))));
            Assert.Equal([Key(records[1])], found.SelectMany(one => one).Distinct());
        }
    }

    [Fact]
    public async Task Expire_AfterThirtyDays_DeletesThem()
    {
        await using var storage = await Migrated();
        var sketches = Sketches(storage);
        var (old, recent) = (Session("u-1", 0, 1), Session("u-2", 5, 1));
        await sketches.Take([old, recent], default);
        _clock.Advance(old.DecidedAt.AddDays(30).AddMinutes(1) - _clock.GetUtcNow());
        Assert.Equal(old.Sketches.Length, await sketches.Expire(default));
        Assert.Empty(await sketches.OfUser(_tenant, old.User, default));
        Assert.NotEmpty(await sketches.OfUser(_tenant, recent.User, default));
    }

    [Fact]
    public async Task Erase_OfAUser_LeavesNoneAndDropsThoseThatComeLate()
    {
        await using var storage = await Migrated();
        var (sketches, profiles) = (Sketches(storage), storage.Services.GetRequiredService<IProfiles>());
        var (first, late, other) = (Session("u-1", 0, 1), Session("u-1", 1, 2), Session("u-2", 2, 3));
        await sketches.Take([first, other], default);
        await profiles.Forget(_tenant, first.User, erase: true, default);
        Assert.Equal(first.Sketches.Length, await sketches.Erase(_tenant, first.User, default));
        await sketches.Take([late], default);
        Assert.Empty(await sketches.OfUser(_tenant, first.User, default));
        var kept = await sketches.OfUser(_tenant, other.User, default);
        Assert.Equal(other.Sketches, kept.Select(stored => stored.Sketch));
        Assert.All(kept, stored => Assert.Equal((other.Session, other.DecidedAt), (stored.Session, stored.At)));
    }

    protected abstract Task<string?> Postgres(string database);

    private static ISketches Sketches(ColdStorageFixture storage) => storage.Services.GetRequiredService<ISketches>();

    private static DecisionKey Key(AuditRecord record) => new(record.DecisionId, record.DecidedAt);

    private static AuditRecord Of(AuditRecord[] records, string user) => records.Single(record => record.User.Value == user);

    /// <summary>The first minute of a session, as one record.</summary>
    private AuditRecord Session(string user, int minute, int seed) =>
        Records.Batch(_tenant, minute * 60_000, user) with { Sketches = [.. Sketched(seed)] };

    private static InputSketch[] Sketched(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 12).Select(i => new InputSketch((SketchKind)(i % 2), (ulong)random.NextInt64(1L << 60)))];
    }

    private async Task<ColdStorageFixture> Migrated() =>
        await ColdStorageFixture.Migrated(await Postgres($"sketches_{_tenant.Value}"), _clock);
}

public sealed class SqliteSketchTests : SketchCompliance
{
    protected override Task<string?> Postgres(string database) => Task.FromResult<string?>(null);
}

[Collection(PostgresParts.Name)]
public sealed class PostgresSketchTests(PostgresServer server) : SketchCompliance
{
    protected override async Task<string?> Postgres(string database) => await server.Database(database);
}
