using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Digests;
using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Auditing;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>Signing days and detecting later changes, with each database.</summary>
public abstract class AuditDigestCompliance : AuditDigestBench
{
    [Fact]
    public async Task Verify_WhenNothingWasDone_FindsEveryDayAsSigned()
    {
        await Append([
            .. Records.Batches(Tenant, 5),
            Records.Degraded(Tenant),
            Records.Batch(Tenant) with
            {
                DecidedAt = Records.Start.AddDays(1),
            },
        ]);
        Assert.Equal(1, await Close());
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await Close());
        Assert.Equal(0, await Close());
        var findings = await Verify();
        Assert.Equal(
            [
                (AuditFindingKind.Compared, Day, 6L),
                (AuditFindingKind.Compared, Day.AddDays(1), 1L),
                (AuditFindingKind.Head, Day.AddDays(1), null),
            ],
            findings.Select(f => (f.Kind, f.Day, f.Rows))
        );
    }

    [Fact]
    public async Task SignedDays_WhenListedAndVerified_TellWhatWasSignedAndWhatChanged()
    {
        var records = Records.Batches(Tenant, 5);
        await Append([.. records, Records.Batch(Tenant) with { DecidedAt = Records.Start.AddDays(-2) }]);
        Assert.Equal((DayResult.Nothing, DayResult.Nothing), ((await Check(Day.AddDays(-1))).Result, (await Check(Day.AddDays(1))).Result));
        Assert.Equal((DayResult.Unsigned, 5L), ((await Check(Day)).Result, (await Check(Day)).Rows));
        await Close();
        var page = await SignedDays(null, 1);
        Assert.Equal((new SignedDay(Day, 5, 0, Clock.GetUtcNow()), true), (Assert.Single(page.Items), page.More));
        page = await SignedDays($"{Day:yyyy-MM-dd}", 1);
        Assert.Equal((Day.AddDays(-2), false), (Assert.Single(page.Items).Day, page.More));

        Assert.Equal((DayResult.Intact, 5L), ((await Check(Day)).Result, (await Check(Day)).Rows));
        await Sql($"UPDATE audit SET count = 2 WHERE {IsRow(records[2])}");
        var changed = await Check(Day);
        Assert.Equal((DayResult.Changed, 1), (changed.Result, changed.FaultCount));
        Assert.Equal((AuditFindingKind.Changed, records[2].DecisionId), (changed.Faults[0].Kind, changed.Faults[0].DecisionId));
    }

    [Fact]
    public async Task Close_WhenTheGraceIsNotOver_LeavesTheDayOpen()
    {
        await Append(Records.Batches(Tenant, 2));
        Clock.AdjustTime(new(Day.AddDays(1).ToDateTime(new(1, 59)), TimeSpan.Zero));
        Assert.Equal(0, await Close());
        Assert.Empty(await Verify());
        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(AuditFindingKind.Open, Assert.Single(await Verify()).Kind);
        Assert.Equal(1, await Close());
    }

    [Theory]
    [
        InlineData("decision = 'BLOCK'"),
        InlineData("decision = 'PERHAPS'"),
        InlineData("trust = 0.10000001"),
        InlineData("user_id = 'u 43'"),
        InlineData("phase = NULL"),
        InlineData("reasons = '[]'"),
        InlineData("count = 2"),
        InlineData("hash = NULL"),
        InlineData("degraded = (1 = 1)"),
        InlineData("action = 'x'")
    ]
    public async Task Verify_WhenARowWasChanged_NamesIt(string change)
    {
        var records = Records.Batches(Tenant, 5);
        await Append(records);
        await Close();
        await Sql($"UPDATE audit SET {change} WHERE {IsRow(records[2])}");
        Assert.Equal([(AuditFindingKind.Changed, records[2].DecisionId)], await Faults());
    }

    [Fact]
    public async Task Verify_WhenARowWasDeleted_NamesIt()
    {
        var records = Records.Batches(Tenant, 5);
        await Append(records);
        await Close();
        await Sql($"DELETE FROM audit WHERE {IsRow(records[0])}");
        Assert.Equal([(AuditFindingKind.Missing, records[0].DecisionId)], await Faults());
        await Sql($"DELETE FROM audit WHERE tenant = '{Tenant}'");
        Assert.Equal(5, (await Faults()).Count);
    }

    [Fact]
    public async Task Verify_WhenARowWasAdded_NamesIt()
    {
        await Append(Records.Batches(Tenant, 5));
        await Close();
        var added = Records.Batch(Tenant, 3);
        var onADayWithout = Records.Batch(Tenant) with { DecidedAt = Records.Start.AddDays(-3) };
        await Append(added, onADayWithout);
        Assert.Equal([(AuditFindingKind.Added, onADayWithout.DecisionId), (AuditFindingKind.Added, added.DecisionId)], await Faults());
    }

    [Fact]
    public async Task Verify_WhenARowWasMovedToAnotherDay_NamesItTwice()
    {
        var records = Records.Batches(Tenant, 3);
        await Append([.. records, Records.Batch(Tenant) with { DecidedAt = Records.Start.AddDays(-1) }]);
        await Close();
        var row = records[1];
        await Append(row with { DecidedAt = row.DecidedAt.AddDays(-1) });
        await Sql($"DELETE FROM audit WHERE {IsRow(row)} AND decided_at = {await Time(row.DecidedAt)}");
        Assert.Equal([(AuditFindingKind.Added, row.DecisionId), (AuditFindingKind.Missing, row.DecisionId)], await Faults());
    }

    [Fact]
    public async Task Close_WhenARowCameLate_SignsItInASupplement()
    {
        await Append(Records.Batches(Tenant, 3));
        await Close();
        var late = Records.Batch(Tenant, 2);
        await Append(late);
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await Close());
        Assert.Equal([DigestKind.Day, DigestKind.Late], (await Digests.Chain(Tenant, default)).Select(link => link.Kind));
        var findings = await Verify();
        Assert.DoesNotContain(findings, finding => finding.IsFault);
        Assert.Equal(late.DecisionId, Assert.Single(findings, finding => finding.Kind == AuditFindingKind.Late).DecisionId);
    }

    [Fact]
    public async Task Verify_WhenAUserWasErased_HoldsByTheHashesAndSeesWhatIsNoErasure()
    {
        var (erased, other) = (Records.Batch(Tenant, 1, "u-1"), Records.Batch(Tenant, 2, "u-2"));
        // Degraded evaluations name no user.
        var (unnamed, others) = (
            Records.Degraded(Tenant, UserId.Unknown.Value, erased.Session),
            Records.Degraded(Tenant, UserId.Unknown.Value, other.Session)
        );
        await Append(erased, other, unnamed, others);
        await Close();
        Assert.Equal(2, await Table.Erase(Tenant, erased.User, Records.Start.AddDays(1), 100, default));
        Assert.Equal(0, await Table.Erase(Tenant, erased.User, Records.Start.AddDays(1), 100, default));
        Assert.Empty(await Faults());
        Assert.Equal(
            [erased.DecisionId, unnamed.DecisionId],
            (await Verify())
                .Where(finding => finding.Kind == AuditFindingKind.Erased)
                .Select(finding => finding.DecisionId!.Value)
                .OrderBy(id => id == unnamed.DecisionId)
        );
        await Sql($"UPDATE audit SET erased_at = {await Time(Records.Start)}, decision = 'BLOCK' WHERE {IsRow(other)}");
        Assert.Equal([(AuditFindingKind.Changed, other.DecisionId)], await Faults());
    }

    /// <summary>A row may have an actor or none.</summary>
    [Fact]
    public async Task Verify_WhenAnActorWasAddedChangedOrTakenAway_NamesTheRow()
    {
        var (batch, ban) = (
            Records.Batch(Tenant, 1),
            Records.Batch(Tenant, 2) with
            {
                Kind = AuditKind.Ban,
                Actor = "019b6a3c-6f10-7c3e-9a51-0d2f4b6c8e10",
                Target = "t",
            }
        );
        await Append(batch, ban);
        await Close();
        Assert.Empty(await Faults());
        await Sql($"UPDATE audit SET actor = NULL, target = NULL WHERE {IsRow(ban)}");
        Assert.Equal([(AuditFindingKind.Changed, ban.DecisionId)], await Faults());
        await Sql($"UPDATE audit SET actor = '{ban.Actor}', target = 'u' WHERE {IsRow(ban)}");
        Assert.Equal([(AuditFindingKind.Changed, ban.DecisionId)], await Faults());
        await Sql($"UPDATE audit SET target = 't' WHERE {IsRow(ban)}");
        Assert.Empty(await Faults());
        await Sql($"UPDATE audit SET actor = '' WHERE {IsRow(batch)}");
        Assert.Equal([(AuditFindingKind.Changed, batch.DecisionId)], await Faults());
    }

    [Fact]
    public async Task Verify_WhenDigestsWereTamperedWith_NamesThem()
    {
        await Append(Records.Batches(Tenant, 2));
        await Append(Records.Batch(Tenant) with { DecidedAt = Records.Start.AddDays(1) });
        await Append(Records.Batch(Tenant) with { DecidedAt = Records.Start.AddDays(2) });
        Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(3, await Close());
        await Sql($"UPDATE audit_digests SET count = 7 WHERE number = 3 AND tenant = '{Tenant}'");
        Assert.Contains(await Verify(), finding => finding is { Kind: AuditFindingKind.Forged, Number: 3 });
        await Sql($"UPDATE audit_digests SET hashes = {Hex("00")} WHERE number = 2 AND tenant = '{Tenant}'");
        Assert.Contains(await Verify(), finding => finding is { Kind: AuditFindingKind.DigestChanged, Number: 2 });
        await Sql($"DELETE FROM audit_digests WHERE number = 2 AND tenant = '{Tenant}'");
        Assert.Contains(await Verify(), finding => finding is { Kind: AuditFindingKind.DigestMissing, Number: 2 });
        Assert.Contains(await Verify(DigestKey.Of(new byte[32])), finding => finding is { Kind: AuditFindingKind.Forged, Number: 1 });
    }

    [Fact]
    public async Task Close_WhenRowsAreFromBeforeThereWereHashes_GivesThemTheirs()
    {
        await Append(Records.Batches(Tenant, 4));
        await Sql($"UPDATE audit SET hash = NULL WHERE tenant = '{Tenant}'");
        Assert.Equal(1, await Close());
        Assert.Empty(await Faults());
    }

    [Fact]
    public async Task Close_WhenTwoNodesCloseAtOnce_SignsEachRowOnce()
    {
        await Append(Records.Batches(Tenant, 40));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Close)));
        Assert.Equal(40, (await Digests.Chain(Tenant, default)).Sum(link => link.Count));
        Assert.Empty(await Faults());
    }

    [Fact]
    public async Task Apply_WhenRetentionIsOver_DeletesTheRowsAndTheDigestsGoOnHolding()
    {
        var (old, kept, forever) = (
            Records.Batches(Tenant, 7),
            Records.Batch(Tenant) with
            {
                DecidedAt = Records.Start.AddDays(20),
            },
            Records.NewTenant()
        );
        await Append([.. old, kept, .. Records.Batches(forever, 2)]);
        Clock.Advance(TimeSpan.FromDays(30));
        await Close();
        var settings = new AuditSettings(0, new Dictionary<TenantId, int> { [Tenant] = 15, [forever] = 0 });
        foreach (var row in new[] { old[0], kept })
            Assert.True(await Feedback.Give(Tenant, row.Session, null, Label.Fraud, Clock.GetUtcNow(), default));
        Assert.Equal(7, await Retain(settings));
        Assert.Empty(await Feedback.OfSession(Tenant, old[0].Session, default));
        Assert.Single(await Feedback.OfSession(Tenant, kept.Session, default));
        Assert.Equal(0, await Retain(settings));
        Assert.Equal(kept.DecisionId, Assert.Single((await Log.Search(new() { Tenant = Tenant }, default)).Items).DecisionId);
        Assert.Equal(2, (await Log.Search(new() { Tenant = forever }, default)).Items.Count);
        Assert.Empty(await Faults());
        Assert.Null(await Digests.Hashes(Tenant, 1, default));
        await Sql($"DELETE FROM audit WHERE {IsRow(kept)}");
        Assert.Equal([(AuditFindingKind.Missing, kept.DecisionId)], await Faults());
    }

    [Fact]
    public async Task Apply_WhenTheLivePolicySaysHowLong_KeepsTheRowsSoLong()
    {
        await Append(Records.Batches(Tenant, 3));
        Clock.Advance(TimeSpan.FromDays(30));
        await Close();
        AuditSettings settings = new(0, new Dictionary<TenantId, int> { [Tenant] = 15 });
        await Live(4, auditDays: 40);
        Assert.Equal(0, await Retain(settings));
        await Live(5, auditDays: 10);
        Assert.Equal(0, await Retain(settings with { MinRetentionDays = 60 }));
        Assert.Equal(3, (await Log.Search(new() { Tenant = Tenant }, default)).Items.Count);
        Assert.Equal(3, await Retain(settings with { MinRetentionDays = 7 }));
        Assert.Empty(await Faults());
    }

    [Fact]
    public async Task Apply_WhenTheLivePolicyCannotBeRead_DeletesNothing()
    {
        await Append(Records.Batches(Tenant, 3));
        Clock.Advance(TimeSpan.FromDays(30));
        await Close();
        await Live(4, auditDays: 40);
        await Sql($"UPDATE policy_versions SET document = '[' WHERE tenant = '{Tenant}'");
        AuditSettings settings = new(0, new Dictionary<TenantId, int> { [Tenant] = 15 });
        Assert.Equal(0, await Retain(settings));
        Assert.Equal(3, (await Log.Search(new() { Tenant = Tenant }, default)).Items.Count);
        // Other tests share the database.
        await Sql($"DELETE FROM policy_versions WHERE tenant = '{Tenant}'");
        Assert.Equal(3, await Retain(settings));
    }

    [Fact]
    public async Task Hash_WhenARowIsStored_IsTheSameOnEachDatabaseForEver()
    {
        var record = Records.Batch(TenantId.Parse($"golden-{Tenant.Value[..8]}")).Deciding(verdict => verdict with
        {
            DecisionId = Guid.Parse("019b6a3c-6f10-7c3e-9a51-0d2f4b6c8e10"),
            WouldHave = verdict.WouldHave! with { DecisionId = Guid.Parse("019b6a3c-6f10-7c3e-9a51-0d2f4b6c8e11") },
        }) with
        {
            Session = SessionId.Parse("s042-019b6a3c5d2e8f0a1b2c3d4e5f607182"),
            Commit = new(7),
            PreviousCommit = new(6),
            // Columns that came later.
            TurnedBy = null,
            ImpostorRisk = null,
            DeclaredAgent = "",
        };
        await Append(record);
        await using var context = await Context();
        var row = await context.Audit.AsNoTracking().SingleAsync(row => row.Tenant == record.Tenant.Value);
        var columns = AuditColumn.Of(context);
        var neutral = new AuditHash(columns).Of(column => column.Name == "tenant" ? "default" : column.Value(row));
        Assert.StartsWith("5a35ab7b5c901aac90c74135a6da9d4dd25da58bd", Convert.ToHexStringLower(neutral), StringComparison.Ordinal);
        await foreach (var fingerprint in Digests.Fingerprints(record.Tenant, Day, default))
        {
            Assert.Equal(row.Hash, fingerprint.Stored);
            Assert.Equal(row.Hash, fingerprint.Actual);
        }
    }
}

public sealed class SqliteAuditDigestTests : AuditDigestCompliance
{
    protected override Task<string?> Postgres() => Task.FromResult<string?>(null);

    protected override string Hex(string bytes) => $"x'{bytes}'";

    [Fact]
    [Trait("Category", "Long")]
    public async Task Close_WhenADayHasMoreRowsThanADigestHolds_MakesSeveral()
    {
        foreach (var slice in Enumerable.Range(0, AuditDigest.MaxRows + 3).Chunk(10_000))
            await Append([.. slice.Select(i => Records.Batch(Tenant, i))]);
        Assert.Equal(2, await Close());
        Assert.Equal(
            [(DigestKind.Day, AuditDigest.MaxRows), (DigestKind.Day, 3)],
            (await Digests.Chain(Tenant, default)).Select(link => (link.Kind, link.Count))
        );
        Assert.Empty(await Faults());
        // The state that a run leaves if it is interrupted after the first digest.
        await Sql($"DELETE FROM audit_digests WHERE number = 2 AND tenant = '{Tenant}'");
        Assert.Equal(3, (await Faults()).Count);
        Assert.Equal(1, await Close());
        Assert.Equal(DigestKind.Day, (await Digests.Chain(Tenant, default))[1].Kind);
        Assert.Empty(await Faults());
    }
}

[Collection(PostgresParts.Name)]
public sealed class PostgresAuditDigestTests(PostgresServer server) : AuditDigestCompliance
{
    protected override async Task<string?> Postgres() => await server.Database(nameof(PostgresAuditDigestTests));

    protected override string Hex(string bytes) => $"'\\x{bytes}'";
}
