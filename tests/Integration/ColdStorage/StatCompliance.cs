using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Stats.Records;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>What every <see cref="IStats"/> must do, with what the audit's writer adds to it.</summary>
public abstract class StatCompliance
{
    private static readonly DateTimeOffset Minute = StatStep.Minute.Floor(Records.Start);
    private static readonly string Challenged = StatName.Decision(AuditKind.Batch, Decision.Challenge);

    private readonly FakeTimeProvider _clock = new(Records.Start.AddHours(1));
    private readonly TenantId _tenant = Records.NewTenant();

    [Fact]
    public async Task Append_OfTheSameRecordsAgain_CountsEachOnce()
    {
        await using var storage = await Migrated();
        AuditRecord[] records = [.. Enumerable.Range(1, 6).Select(i => Records.Batch(_tenant, i))];
        await Append(storage, records[..4]);
        await Append(storage, records[2..]);
        await Append(storage, [records[0], records[0]]);
        var counts = Assert.Single(await Read(storage, StatStep.Minute)).Counts;
        Assert.Equal(6, counts[Challenged]);
        Assert.Equal(6, counts[StatName.Reason(Records.KeyHold.Id, Decision.Challenge)]);
        Assert.Equal(18, counts[StatName.Evidence(Records.KeyHold.Id, 1)]);
    }

    [Fact]
    public async Task RollUp_ByManyAtOnceBesideDrains_LosesAndDoublesNothing()
    {
        await using var storage = await Migrated();
        var stats = Stats(storage);
        await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => Task.Run(() => Append(storage, [Records.Batch(_tenant, i)])))
                .Concat(Enumerable.Range(0, 6).Select(_ => Task.Run(() => stats.RollUp(5_000, default)))));
        Assert.Equal(20, Assert.Single(await Read(storage, StatStep.Minute)).Counts[Challenged]);
        while (await stats.RollUp(5_000, default) > 0) { }
        Assert.Equal(20, Assert.Single(await Read(storage, StatStep.Minute)).Counts[Challenged]);
        Assert.Equal(20, Assert.Single(await Read(storage, StatStep.Hour)).Counts[Challenged]);
    }

    [Fact]
    public async Task Read_OfTenantsAndTimes_KeepsThemApart()
    {
        await using var storage = await Migrated();
        var other = Records.NewTenant();
        var turned = Records.Batch(_tenant) with { DecidedAt = Records.Start.AddMinutes(1), TurnedBy = Records.KeyHold };
        await Append(storage, [Records.Batch(_tenant, 1) with { TurnedBy = null }]);
        await Append(storage, [turned]);
        await Append(storage, [Records.Batch(other, 1)]);
        await Stats(storage).Add(Records.Start, Counts.Of([new(StatName.Bucket(3), 7)]), default);
        for (var rolled = false; ; rolled = true)
        {
            var points = await Read(storage, StatStep.Minute);
            Assert.Equal([Minute, Minute.AddMinutes(1)], points.Select(point => point.At));
            Assert.Equal([0, 1], points.Select(point => point.Counts[StatName.Turned(Records.KeyHold.Id, Decision.Challenge)]));
            Assert.Equal(2, Assert.Single(await Read(storage, StatStep.Hour)).Counts[Challenged]);
            var mine = await Stats(storage).Read(null, StatStep.Minute, Minute, Minute.AddMinutes(1), default);
            Assert.Equal(7, Assert.Single(mine).Counts[StatName.Bucket(3)]);
            Assert.Empty(await Stats(storage).Read(other, StatStep.Minute, Minute.AddMinutes(1), Minute.AddMinutes(2), default));
            if (rolled) return;
            Assert.Equal(4, await Stats(storage).RollUp(5_000, default));
        }
    }

    [Fact]
    public async Task Expire_OfOldCounts_KeepsHoursLongerThanMinutes()
    {
        await using var storage = await Migrated();
        await Append(storage, [Records.Batch(_tenant)]);
        await Stats(storage).RollUp(5_000, default);
        _clock.Advance(TimeSpan.FromDays(33));
        Assert.Equal(1, await Stats(storage).Expire(default));
        Assert.Empty(await Read(storage, StatStep.Minute));
        Assert.Single(await Read(storage, StatStep.Hour));
        _clock.Advance(TimeSpan.FromDays(800));
        Assert.Equal(1, await Stats(storage).Expire(default));
    }

    [Fact]
    public async Task Search_ByReason_FindsRowsOfAllKindsWhetherTheirHoursAreRolledUpKeptOrDeleted()
    {
        await using var storage = await Migrated();
        AuditRecord[] records = [.. Enumerable.Range(0, 30).Select(Row)];
        foreach (var slice in records.Chunk(10))
        {
            while (await Stats(storage).RollUp(5_000, default) > 0) { }
            await Append(storage, slice);
        }

        var expected = records.Where((_, i) => i % 7 < 2).Reverse().Select(record => record.DecisionId).ToList();
        Assert.Equal(expected, await Found(storage));
        while (await Stats(storage).RollUp(5_000, default) > 0) { }
        Assert.Equal(expected, await Found(storage));
        _clock.Advance(TimeSpan.FromDays(732) - TimeSpan.FromHours(12));
        Assert.NotEqual(0, await Stats(storage).Expire(default));
        Assert.NotEmpty(await Read(storage, StatStep.Hour));
        Assert.Equal(expected, await Found(storage));
        _clock.Advance(TimeSpan.FromDays(2));
        await Stats(storage).Expire(default);
        Assert.Equal(expected, await Found(storage));

        AuditRecord Row(int i) => (Records.Batch(_tenant, i) with
        {
            DecidedAt = Records.Start.AddMinutes(47 * i),
            Kind = i % 3 == 0 ? AuditKind.SessionOpened : AuditKind.Batch,
        }).Deciding(verdict => verdict with
        {
            Reasons = [Reason.Of(i % 7 < 2 ? Records.KeyHold : Records.Code("physics.key_rate"), 1, 1)],
        });
    }

    /// <summary>The decisions that name the reason, page by page.</summary>
    private async Task<IReadOnlyList<Guid>> Found(ColdStorageFixture storage)
    {
        List<Guid> found = [];
        AuditCursor? before = null;
        do
        {
            var page = await storage.Services.GetRequiredService<IAuditLog>().Search(
                new() { Tenant = _tenant, Reason = Records.KeyHold.Name, Before = before, Limit = 4 }, default);
            found.AddRange(page.Items.Select(item => item.DecisionId));
            before = page.Next;
        }
        while (before is not null);
        return found;
    }

    /// <summary>The name of a new database; null for SQLite.</summary>
    protected abstract Task<string?> Postgres(string database);

    private static IStats Stats(ColdStorageFixture storage) => storage.Services.GetRequiredService<IStats>();

    /// <summary>Another drain may hold the partition; the outbox offers the records again.</summary>
    private static Task Append(ColdStorageFixture storage, AuditRecord[] records)
    {
        var log = storage.Services.GetRequiredService<IAuditLog>();
        var partition = Partition.Of(records[0].Tenant, records[0].User);
        return Probe.Until(() => log.Append(partition, records, default), "the records are written");
    }

    private Task<IReadOnlyList<StatPoint>> Read(ColdStorageFixture storage, StatStep step) =>
        Stats(storage).Read(_tenant, step, step.Floor(Records.Start), step.Floor(Records.Start).AddHours(1), default);

    private async Task<ColdStorageFixture> Migrated() =>
        await ColdStorageFixture.Migrated(await Postgres($"stats_{_tenant.Value}"), _clock);
}

public sealed class SqliteStatTests : StatCompliance
{
    protected override Task<string?> Postgres(string database) => Task.FromResult<string?>(null);
}

[Collection(PostgresParts.Name)]
public sealed class PostgresStatTests(PostgresServer server) : StatCompliance
{
    protected override async Task<string?> Postgres(string database) => await server.Database(database);
}
