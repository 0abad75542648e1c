using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Digests;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>The audit's monthly partitions on PostgreSQL.</summary>
[Collection(PostgresParts.Name)]
public sealed class AuditPartitionTests(PostgresServer server)
{
    private static readonly DateTimeOffset Start = Records.Start;

    private readonly TenantId _tenant = Records.NewTenant();

    [Fact]
    public async Task Run_WhenAStartMigrates_MakesThisAndTheNextTwoMonths()
    {
        await using var storage = await ColdStorageFixture.Migrated(await server.Database("partitions_start"));
        var now = DateTimeOffset.UtcNow;
        string[] months =
        [
            .. Enumerable.Range(0, 3).Select(ahead => $"audit_{new DateTime(now.Year, now.Month, 1).AddMonths(ahead):yyyy_MM}"),
        ];
        Assert.Equal([.. months, "audit_default"], await Partitions(storage));
    }

    [Fact]
    public async Task Prepare_WhenTheDefaultTookRowsOfAMonth_MovesThem()
    {
        await using var storage = await ColdStorageFixture.Migrated(await server.Database("partitions_default"));
        var records = Records.Batches(_tenant, 10);
        await Log(storage).Append(new(1), records, default);
        Assert.Equal(10, await Count(storage, "audit_default"));
        await Table(storage).Prepare(Start, default);
        await Table(storage).Prepare(Start, default);
        Assert.Equal((10, 0), (await Count(storage, "audit_2026_01"), await Count(storage, "audit_default")));
        await Log(storage).Append(new(1), records, default);
        Assert.Equal(10, (await All(storage)).Count);
    }

    [Fact]
    public async Task Prepare_WhenManyNodesStartWhileOthersWrite_MakesEachOnceAndLosesNothing()
    {
        await using var storage = await ColdStorageFixture.Migrated(await server.Database("partitions_crowd"));
        var records = Records.Batches(_tenant, 400);
        await Task.WhenAll(
            Task.Run(async () =>
            {
                foreach (var slice in records.Chunk(20))
                    await Probe.Until(() => Log(storage).Append(new(1), slice, default), "the slice is written");
            }),
            Task.Run(() => Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Table(storage).Prepare(Start, default)))));
        await Table(storage).Prepare(Start, default);
        Assert.Equal((400, 0), (await Count(storage, "audit_2026_01"), await Count(storage, "audit_default")));
    }

    [Fact]
    public async Task DropMonths_WhenAMonthIsOver_DropsItAloneAndLateRowsStillArrive()
    {
        await using var storage = await ColdStorageFixture.Migrated(await server.Database("partitions_drop"));
        await Table(storage).Prepare(Start, default);
        var february = Records.Batch(_tenant) with { DecidedAt = Start.AddMonths(1) };
        await Log(storage).Append(new(1), [.. Records.Batches(_tenant, 3), february], default);
        Assert.Equal(0, await Table(storage).DropMonths(new(2026, 1, 31, 23, 59, 0, TimeSpan.Zero), default));
        Assert.Equal(1, await Table(storage).DropMonths(new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), default));
        Assert.Equal(february.DecisionId, Assert.Single(await All(storage)).DecisionId);
        await Log(storage).Append(new(1), Records.Batches(_tenant, 2), default);
        Assert.Equal(2, await Count(storage, "audit_default"));
    }

    [Fact]
    public async Task Apply_WhenNobodyKeepsAMonth_DropsItsPartitionAndTheDigestsGoOnHolding()
    {
        await using var storage = await ColdStorageFixture.Migrated(await server.Database("partitions_retention"));
        await Table(storage).Prepare(Start, default);
        var (brief, february) = (Records.NewTenant(), Start.AddMonths(1));
        await Log(storage)
            .Append(
                new(1),
                [
                    .. Records.Batches(_tenant, 3),
                    Records.Batch(_tenant) with
                    {
                        DecidedAt = february,
                    },
                    Records.Batch(brief) with
                    {
                        DecidedAt = february,
                    },
                ],
                default
            );
        var (digests, key) = (storage.Services.GetRequiredService<IAuditDigests>(), DigestKey.Of(new byte[DigestKey.MinLength]));
        var feedback = storage.Services.GetRequiredService<IFeedback>();
        var sessions = (await All(storage)).Select(row => row.Session).ToList();
        foreach (var session in sessions) Assert.True(await feedback.Give(_tenant, session, null, Label.Fraud, Start, default));
        var time = new FakeTimeProvider(new(2026, 2, 12, 3, 0, 0, TimeSpan.Zero));
        await new SignAuditDaysHandler(Table(storage), digests, key, time, NullLogger<SignAuditDaysHandler>.Instance).Handle(
            new(),
            default
        );
        var retention = new ApplyRetentionHandler(
            Table(storage),
            feedback,
            storage.Services.GetRequiredService<ISketches>(),
            storage.Services.GetRequiredService<IStats>(),
            storage.Services.GetRequiredService<IReviews>(),
            storage.Services.GetRequiredService<IListEntries>(),
            digests,
            key,
            new(12, new Dictionary<TenantId, int> { [brief] = 3 }),
            PoliciesInForce.Always(Policy.Default),
            time,
            NullLogger<ApplyRetentionHandler>.Instance
        );

        // On 12 February, a tenant with 12 days keeps rows from 31 January on; one day later, no tenant keeps rows of January.
        Assert.Equal(4, await retention.Handle(new(), default));
        Assert.Contains("audit_2026_01", await Partitions(storage));
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await retention.Handle(new(), default));
        Assert.DoesNotContain("audit_2026_01", await Partitions(storage));
        Assert.Equal(february, Assert.Single(await All(storage)).DecidedAt);
        List<GivenLabel> labels = [];
        foreach (var session in sessions) labels.AddRange(await feedback.OfSession(_tenant, session, default));
        Assert.Equal((await All(storage))[0].Session.Value, Assert.Single(labels).Session);
        await foreach (
            var finding in await new VerifyAuditHandler(Table(storage), digests, key, time).Handle(new(null, null, null), default)
        )
            Assert.False(finding.IsFault, $"{finding}");
    }

    private static IAuditLog Log(ColdStorageFixture storage) => storage.Services.GetRequiredService<IAuditLog>();

    private static IAuditTable Table(ColdStorageFixture storage) => storage.Services.GetRequiredService<IAuditTable>();

    private static Task<SentinelDbContext> Context(ColdStorageFixture storage) =>
        storage.Services.GetRequiredService<IDbContextFactory<SentinelDbContext>>().CreateDbContextAsync();

    private async Task<IReadOnlyList<AuditRecord>> All(ColdStorageFixture storage) =>
        (await Log(storage).Search(new() { Tenant = _tenant, Limit = 1000 }, default)).Items;

    private static async Task<int> Count(ColdStorageFixture storage, string table)
    {
        await using var context = await Context(storage);
        var count = $"SELECT count(*)::int AS \"Value\" FROM {table}";
        return await context.Database.SqlQueryRaw<int>(count).SingleAsync();
    }

    private static async Task<IReadOnlyList<string>> Partitions(ColdStorageFixture storage)
    {
        await using var context = await Context(storage);
        return await context.Database.SqlQueryRaw<string>(
            "SELECT inhrelid::regclass::text AS \"Value\" FROM pg_inherits WHERE inhparent = 'audit'::regclass ORDER BY 1").ToListAsync();
    }
}
