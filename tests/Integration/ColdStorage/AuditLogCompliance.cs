using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>What every <see cref="IAuditLog"/> must do. Each test has its own tenant.</summary>
public abstract class AuditLogCompliance : IAsyncLifetime
{
    private static readonly Partition Any = new(42);

    private readonly TenantId _tenant = Records.NewTenant();
    private ColdStorageFixture _storage = null!;

    private IAuditLog Log => _storage.Services.GetRequiredService<IAuditLog>();

    public async Task InitializeAsync() => _storage = await ColdStorageFixture.Migrated(await Postgres());

    public async Task DisposeAsync() => await _storage.DisposeAsync();

    protected abstract Task<string?> Postgres();

    [Fact]
    public async Task Append_WhenOfferedTwice_WritesOnce()
    {
        var records = Records.Batches(_tenant, 5);
        Assert.True(await Log.Append(Any, records, default));
        Assert.True(await Log.Append(Any, [.. records, Records.Batch(_tenant, 6)], default));
        Assert.Equal(6, (await All()).Count);
    }

    [Fact]
    public async Task Append_WhenSliceRepeatsARecord_WritesItOnce()
    {
        var record = Records.Batch(_tenant);
        Assert.True(await Log.Append(Any, [record, record], default));
        Assert.Single(await All());
    }

    [Fact]
    public async Task Append_WhenEmpty_IsTrue() => Assert.True(await Log.Append(Any, [], default));

    [Fact]
    public async Task Append_WhenManyOfferTheSame_WritesEachOnce()
    {
        var records = Records.Batches(_tenant, 150);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() =>
            Probe.Until(() => Log.Append(Any, records, default), "the partition is free"))));
        Assert.Equal(150, (await All()).Count);
    }

    [Fact]
    public async Task Append_WhenRecordsCarrySanctions_KeepsTheNewestOfEachUser()
    {
        var sanctions = _storage.Services.GetRequiredService<ISanctions>();
        var later = DateTimeOffset.UtcNow.AddDays(1);
        AuditRecord Sanctions(string user, long number, DateTimeOffset until) =>
            Records.Batch(_tenant, (int)number, user).Deciding(verdict => verdict with { DecisionId = Guid.NewGuid() }) with
            {
                Sanctions = new(number, until, [(byte)number]),
            };
        var home = Partition.Of(_tenant, UserId.Parse("u-1"));
        var (first, second) = (Sanctions("u-1", 1, later), Sanctions("u-1", 2, later));
        Assert.True(await Log.Append(Any, [first, second, Records.Batch(_tenant, 9, "u-1")], default));
        Assert.True(await Log.Append(Any, [first.Deciding(verdict => verdict with { DecisionId = Guid.NewGuid() })], default));
        var kept = Assert.Single(await sanctions.Of(home, default), one => one.Tenant == _tenant);
        Assert.Equal((UserId.Parse("u-1"), 2L, (byte)2), (kept.User, kept.Sanctions.Number, kept.Sanctions.Content.Single()));

        Assert.True(await Log.Append(Any, [Sanctions("u-1", 3, DateTimeOffset.UtcNow.AddDays(-1))], default));
        Assert.DoesNotContain(await sanctions.Of(home, default), one => one.Tenant == _tenant);
        await sanctions.Expire(default);
        Assert.True(await Log.Append(Any, [Sanctions("u-1", 1, later)], default));
        Assert.Equal(
            1,
            Assert.Single(await sanctions.Since(Records.Start, default), one => one.Tenant == _tenant).Sanctions.Number
        );
    }

    /// <summary>An older copy of hot state may contain the ban, and only this row shows that it was lifted.</summary>
    [Theory]
    [InlineData(36_525, 90, false), InlineData(36_525, 90, true), InlineData(30, 30, false), InlineData(30, 30, true)]
    public async Task Append_WhenABanIsLifted_KeepsTheLiftAsLongAsTheBanAndNinetyDaysAtMost(int banned, int kept, bool atOnce)
    {
        var sanctions = _storage.Services.GetRequiredService<ISanctions>();
        var now = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        AuditRecord Sanctions(long number, DateTimeOffset until) => Records.Batch(_tenant, (int)number, "u-1").Deciding(verdict =>
            verdict with { DecisionId = Guid.CreateVersion7(now) }) with
        {
            DecidedAt = now,
            Sanctions = new(number, until, [(byte)number]),
        };
        var (ban, lift, strike) = (Sanctions(1, now.AddDays(banned)), Sanctions(2, now), Sanctions(3, now.AddDays(1)));
        foreach (var slice in atOnce ? [[ban, lift, strike]] : (AuditRecord[][])[[ban], [lift], [strike]])
            Assert.True(await Log.Append(Any, slice, default));
        var newest = Assert.Single(
            await sanctions.Of(Partition.Of(_tenant, UserId.Parse("u-1")), default), one => one.Tenant == _tenant).Sanctions;
        Assert.Equal((3, now.AddDays(kept)), (newest.Number, newest.ExpiresAt));
    }

    [Fact]
    public async Task Raise_WhenASmallerMarkComesLater_KeepsTheLargest()
    {
        var sanctions = _storage.Services.GetRequiredService<ISanctions>();
        await Task.WhenAll(Enumerable.Range(1, 6).Select(mark => Task.Run(() => sanctions.Raise(mark, default))));
        await sanctions.Raise(3, default);
        Assert.Equal(6, await sanctions.Mark(default));
    }

    [Fact]
    public async Task Append_WhenFullRecord_KeepsEveryField()
    {
        var record = Records.Batch(_tenant) with { Action = "wire_transfer", Count = 3 };
        await Log.Append(Any, [record], default);
        var stored = Assert.Single(await All());
        Records.AssertSame(record, stored);
    }

    [Fact]
    public async Task Append_WhenDegradedRecord_KeepsTheGaps()
    {
        var record = Records.Degraded(_tenant);
        await Log.Append(Any, [record], default);
        var stored = Assert.Single(await All());
        Assert.Equal((null, CommitId.None), (stored.Verdict.Scores, stored.Commit));
        Records.AssertSame(record, stored);
    }

    [Fact]
    public async Task Append_WhenTextAndNumbersAreHostile_StillWrites()
    {
        var record = Records.Batch(_tenant).Deciding(verdict => verdict with
        {
            Reasons = [Reason.Of(Records.KeyHold, 300, 1)],
        }) with { Action = "a\0b'\"\\\n\t€" };
        Assert.True(await Log.Append(Any, [record], default));
        Assert.Equal("a\uFFFDb'\"\\\n\t€", Assert.Single(await All()).Action);
    }

    [Fact]
    public async Task Append_WhenEnumsTakeAnyValue_KeepsThem()
    {
        var records = Enum.GetValues<AuditKind>().Select((kind, i) => Records.Batch(_tenant, i).Deciding(verdict => verdict with
        {
            Scores = new(0.1, 0.2, (Phase)(i % 3)),
            Decision = (Decision)(i % 3),
            Reasons = [Reason.Of(new(1, (Family)(i % 4), "slug", "A test."), 1, 1)],
        }) with
        {
            Kind = kind,
            Sensitivity = (Sensitivity)(i % 3),
            ChallengeOutcome = (ChallengeOutcome)(i % 3),
        }).ToImmutableArray();
        await Log.Append(Any, records, default);
        Assert.Equal(
            records.Reverse().Select(Words),
            (await All()).Select(Words));

        static (AuditKind, Phase, Decision, Sensitivity, ChallengeOutcome?, Reason) Words(AuditRecord record) =>
            (
                record.Kind,
                record.Verdict.Scores!.Value.Phase,
                record.Decision,
                record.Sensitivity,
                record.ChallengeOutcome,
                record.Verdict.Reasons[0]
            );
    }

    [Fact]
    public async Task Search_WhenPaged_ReturnsEachRowOnceNewestFirst()
    {
        var sameMoment = Enumerable.Range(0, 4).Select(_ => Records.Batch(_tenant, 3));
        AuditRecord[] records = [.. Records.Batches(_tenant, 7), .. sameMoment];
        await Log.Append(Any, records, default);
        List<AuditRecord> seen = [];
        AuditCursor? cursor = null;
        do
        {
            var page = await Log.Search(new() { Tenant = _tenant, Limit = 2, Before = cursor }, default);
            Assert.InRange(page.Items.Count, 1, 2);
            seen.AddRange(page.Items);
            cursor = page.Next;
            // Rows that arrive during paging are newer and must not shift the pages.
            await Log.Append(Any, [Records.Batch(_tenant, 1000 + seen.Count)], default);
        }
        while (cursor is not null);
        Assert.Equal(records.Length, seen.Select(r => r.DecisionId).Distinct().Count());
        Assert.Equal(records.Length, seen.Count);
        Assert.Equal(seen.OrderByDescending(r => r.DecidedAt).Select(r => r.DecidedAt), seen.Select(r => r.DecidedAt));
    }

    [Fact]
    public async Task Search_WhenRowsArriveOnBothSidesOfTheCursor_RepeatsNoneAndMissesNoneThatWasThere()
    {
        var records = Enumerable.Range(1, 9).Select(i => Records.Batch(_tenant, i * 10)).ToList();
        await Log.Append(Any, records, default);
        List<AuditRecord> seen = [];
        AuditPage page;
        AuditCursor? cursor = null;
        do
        {
            page = await Log.Search(new() { Tenant = _tenant, Limit = 2, Before = cursor }, default);
            seen.AddRange(page.Items);
            cursor = page.Next;
            var at = page.Items[^1].DecidedAt;
            if (seen.Count > 30) continue;
            // A late drain adds a newer row, one of the cursor's millisecond, and an older one.
            await Log.Append(
                Any,
                [.. new[] { 5, 0, -5 }.Select(shift => Records.Batch(_tenant) with { DecidedAt = at.AddMilliseconds(shift) })],
                default
            );
        } while (cursor is not null);
        Assert.Equal(seen.Count, seen.Select(record => record.DecisionId).Distinct().Count());
        Assert.Equal(
            seen.OrderByDescending(record => record.DecidedAt).Select(record => record.DecidedAt),
            seen.Select(record => record.DecidedAt)
        );
        Assert.Empty(records.Select(record => record.DecisionId).Except(seen.Select(record => record.DecisionId)));
    }

    [Fact]
    public async Task Search_WhenFiltered_ReturnsOnlyMatches()
    {
        var other = Records.Batch(_tenant, 1, "u-1").Deciding(verdict => verdict with
        {
            Decision = Decision.Allow,
            Reasons = [Reason.Of(Records.Code("physics.key_rate"), 1, 1)],
        });
        var wanted = Records.Batch(_tenant, 2);
        await Log.Append(Any, [other, wanted, Records.Batch(Records.NewTenant(), 2)], default);
        var all = new AuditFilter { Tenant = _tenant };

        await Expect(wanted, all with { User = wanted.User });
        await Expect(wanted, all with { Session = wanted.Session });
        await Expect(wanted, all with { Decision = Decision.Challenge });
        await Expect(wanted, all with { Reason = "physics.key_hold" });
        await Expect(wanted, all with { Reason = "pattern.narrow_hold" });
        await Expect(wanted, all with { From = wanted.DecidedAt });
        await Expect(other, all with { To = wanted.DecidedAt });
        await Expect(other, all with { Before = new(wanted.DecidedAt, wanted.DecisionId) });
        await Expect(
            wanted,
            all with
            {
                From = wanted.DecidedAt.ToOffset(TimeSpan.FromHours(2)),
                User = wanted.User,
                Reason = "physics.key_hold",
            }
        );
        Assert.Empty((await Log.Search(all with { Reason = "physics.key" }, default)).Items);
        Assert.Empty((await Log.Search(all with { Reason = "%\"'}] OR 1=1" }, default)).Items);
    }

    private async Task Expect(AuditRecord expected, AuditFilter filter) =>
        Assert.Equal(expected.DecisionId, Assert.Single((await Log.Search(filter, default)).Items).DecisionId);

    private async Task<IReadOnlyList<AuditRecord>> All() => (await Log.Search(new() { Tenant = _tenant, Limit = 200 }, default)).Items;
}

public sealed class SqliteAuditLogTests : AuditLogCompliance
{
    protected override Task<string?> Postgres() => Task.FromResult<string?>(null);
}

[Collection(PostgresParts.Name)]
public sealed class PostgresAuditLogTests(PostgresServer server) : AuditLogCompliance
{
    protected override async Task<string?> Postgres() => await server.Database(nameof(PostgresAuditLogTests));
}
