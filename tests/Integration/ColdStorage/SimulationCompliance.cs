using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Application.Simulations;
using Sentinel.Application.Simulations.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Simulation;
using Sentinel.Domain.Trust;
using Sentinel.Unit.Tests;
using Hand = Sentinel.Unit.Tests.Behaviour;

namespace Sentinel.Integration.Tests;

/// <summary>What every <see cref="ISimulations"/> and <see cref="IRecordedSessions"/> must do.</summary>
public abstract class SimulationCompliance
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds((long)Hand.Start);

    private readonly FakeTimeProvider _clock = new(Start.AddDays(10));
    private readonly TenantId _tenant = Records.NewTenant();

    [Fact]
    public async Task Read_PageByPage_HasEachRowOfTheTimeOnceInTheOrderOfItsSession()
    {
        await using var storage = await Migrated();
        var recorded = await Record(storage, _tenant, 40);
        await Record(storage, Records.NewTenant(), 5);
        var early = await Record(storage, _tenant, 3, Start.AddHours(-2));
        Assert.NotEmpty(early);
        foreach (var limit in new[] { 1_000, 7, 1 })
        {
            List<RecordedRow> read = [];
            for (var at = RecordedCursor.Start; !at.IsAtEnd;)
            {
                var page = await Sessions(storage).Read(Range, at, limit, default);
                read.AddRange(page);
                at = page.Count < limit ? RecordedCursor.OfPartition(at.Partition + 1) : RecordedCursor.After(page[^1]);
            }

            Assert.Equal(recorded.Count, read.Count);
            Assert.Equal(recorded.Select(one => one.DecisionId).Order(), read.Select(row => row.DecisionId).Order());
            Assert.All(read.GroupBy(row => row.Session), rows => Assert.Equal(rows.OrderBy(row => row.CommitNumber), rows));
            var byId = recorded.ToDictionary(one => one.DecisionId);
            Assert.All(read, row =>
            {
                var record = byId[row.DecisionId];
                Assert.Equal((record.Session, record.DecidedAt, record.Decision), (row.Session, row.Decided.At, row.Decided.Decision));
                Assert.Equal(record.Verdict.Evidence.AsEnumerable(), row.Decided.Evidence.AsEnumerable());
                Assert.Equal((record.Action, record.Sensitivity), (row.Decided.Action, row.Decided.Sensitivity));
            });
        }
    }

    [Fact]
    public async Task Run_OfTheRecordedPolicy_FlipsNothingAndCountsEveryAnswer()
    {
        await using var storage = await Migrated();
        var recorded = await Record(storage, _tenant, 40);
        var done = await Run(storage, await Started(storage, Policy.Default));
        Assert.Equal((SimulationState.Done, 1.0, recorded.Count), (done.State, done.Share, (int)done.Counts.Rows));
        var answers = recorded.Count(one => one.Kind != AuditKind.Challenge);
        Assert.Equal((answers, 40, 0), ((int)done.Counts.All.Decisions, (int)done.Counts.Sessions, (int)done.Counts.SkippedSessions));
        foreach (var counts in new[] { done.Counts.All.IfPassed, done.Counts.All.IfFailed })
            Assert.Equal(answers, Enum.GetValues<Decision>().Sum(one => FlipCounts.Count(counts, one, one)));
        Assert.Equal(answers, done.Counts.ByKind.Values.Sum(one => one.Decisions));
        Assert.Equal(answers, done.Counts.BySensitivity.Values.Sum(one => one.Decisions));
        Assert.Equal(recorded.Count(one => one.Kind == AuditKind.Evaluation), done.Counts.ByAction["transfer"].Decisions);
    }

    [Theory]
    [InlineData(Decision.Allow), InlineData(Decision.Block)]
    public async Task Run_OverWhatListsDecided_KeepsItAndCountsItApart(Decision decision)
    {
        await using var storage = await Migrated();
        var listed = Policy.Default.Under(new() { Allows = decision == Decision.Allow, Denies = decision == Decision.Block });
        var recorded = await Record(storage, _tenant, 10, policy: listed);
        var counts = (await Run(storage, await Started(storage, Policy.ZeroTrust))).Counts;
        Assert.Equal((recorded.Count, recorded.Count, 0), ((int)counts.Listed, (int)counts.All.Decisions, (int)counts.NewChallenges));
        Assert.Equal(recorded.Count, FlipCounts.Count(counts.All.IfFailed, decision, decision));
        Assert.Equal(recorded.Count, FlipCounts.Count(counts.Recomputed, decision, decision));
    }

    [Fact]
    public async Task Run_ThatIsInterrupted_GoesOnAndCountsTheSame()
    {
        await using var storage = await Migrated();
        await Record(storage, _tenant, 30);
        var whole = await Run(storage, await Started(storage, Policy.ZeroTrust));
        var id = await Started(storage, Policy.ZeroTrust);
        var store = Store(storage);
        // As if the node had been killed after half of it, in the middle of a session.
        var work = (await store.Begin(id, default))!;
        var (tally, at) = (new SimulationTally(work, Policies(storage)), RecordedCursor.Start);
        for (; at.Partition < 128; at = RecordedCursor.OfPartition(at.Partition + 1))
            await tally.Take(await Sessions(storage).Read(Range, at, 100_000, default), [], default);
        tally.Close();
        Assert.True(await store.Advance(work, at, tally.Counts, default));
        Assert.False(await store.Advance(work, at, tally.Counts, default));
        Assert.Equal(0.5, (await store.Find(_tenant, id, default))!.Share);
        var resumed = await Run(storage, id);
        Assert.Equal(SimulationState.Done, resumed.State);
        Assert.Equal(whole.Counts.Rows, resumed.Counts.Rows);
        Assert.Equal(whole.Counts.All.IfFailed, resumed.Counts.All.IfFailed);
        Assert.Equal(whole.Counts.Recomputed, resumed.Counts.Recomputed);
        Assert.True(FlipCounts.Count(whole.Counts.All.IfFailed, Decision.Allow, Decision.Challenge) > 0);
    }

    [Fact]
    public async Task Stop_OfAnUnfinishedOne_KeepsWhatWasCountedAndEndsItsJob()
    {
        await using var storage = await Migrated();
        var store = Store(storage);
        var id = await Started(storage, Policy.ZeroTrust);
        var work = (await store.Begin(id, default))!;
        Assert.False(await store.Stop(Records.NewTenant(), id, default));
        Assert.True(await store.Stop(_tenant, id, default));
        Assert.False(await store.Stop(_tenant, id, default));
        Assert.False(await store.Advance(work, RecordedCursor.OfPartition(9), new(), default));
        Assert.Null(await store.Begin(id, default));
        var stopped = (await store.Find(_tenant, id, default))!;
        Assert.Equal((SimulationState.Stopped, _clock.GetUtcNow()), (stopped.State, stopped.FinishedAt));
        Assert.Null(await store.Find(Records.NewTenant(), id, default));
    }

    [Fact]
    public async Task Begin_ThatStoresNothingAgainAndAgain_GivesUp()
    {
        await using var storage = await Migrated();
        var id = await Started(storage, Policy.ZeroTrust);
        for (var attempt = 0; attempt < 5; attempt++)
            Assert.NotNull(await Store(storage).Begin(id, default));
        Assert.Null(await Store(storage).Begin(id, default));
        Assert.Equal(SimulationState.Failed, (await Store(storage).Find(_tenant, id, default))!.State);
    }

    [Fact]
    public async Task TakeStalled_WhenNobodyWorksOnOne_GivesItToOneCaller()
    {
        await using var storage = await Migrated();
        var id = await Started(storage, Policy.ZeroTrust);
        Assert.DoesNotContain(id, await Store(storage).TakeStalled(default));
        _clock.Advance(TimeSpan.FromSeconds(31));
        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Store(storage).TakeStalled(default))));
        Assert.Equal([id], taken.SelectMany(one => one));
    }

    [Fact]
    public async Task List_PageByPage_HasEachOnceAndAddRefusesTooMany()
    {
        await using var storage = await Migrated();
        List<Guid> ids = [];
        for (var i = 0; i < 3; i++)
        {
            ids.Insert(0, await Started(storage, Policy.ZeroTrust));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(await Store(storage).Add(Added(), Policy.ZeroTrust, null, most: 3, default));
        var first = await Store(storage).List(_tenant, null, 2, default);
        var second = await Store(storage).List(_tenant, first.Next, 2, default);
        Assert.Equal(ids, first.Items.Concat(second.Items).Select(one => one.Id));
        Assert.Null(second.Next);
        Assert.Empty((await Store(storage).List(Records.NewTenant(), null, 2, default)).Items);
    }

    [Fact]
    public async Task Add_WhenManyComeAtOnce_TakesNoMoreThanTheMost()
    {
        await using var storage = await Migrated();
        var store = Store(storage);
        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => store.Add(Added(), Policy.ZeroTrust, null, most: 3, default))));
        Assert.Equal(3, added.Count(one => one));
        Assert.Equal(3, (await store.List(_tenant, null, 50, default)).Items.Count);
    }

    [Fact]
    public async Task Run_WithLabels_CountsEachLabelledSessionOnce()
    {
        await using var storage = await Migrated();
        var recorded = await Record(storage, _tenant, 12);
        var sessions = recorded.Select(one => one.Session).Distinct().ToArray();
        var feedback = storage.Services.GetRequiredService<IFeedback>();
        for (var i = 0; i < 6; i++)
            await feedback.Give(_tenant, sessions[i], null, i < 2 ? Label.Legitimate : Label.Fraud, _clock.GetUtcNow(), default);
        var done = await Run(storage, await Started(storage, Policy.ZeroTrust, Policy.Default));
        Assert.Equal((2, 4), (done.Counts.ByLabel["LEGITIMATE"].Decisions, done.Counts.ByLabel["FRAUD"].Decisions));
    }

    /// <summary>The name of a new database; null for SQLite.</summary>
    protected abstract Task<string?> Postgres(string database);

    private RecordedRange Range => new(_tenant, Start.AddHours(-1), Start.AddHours(1));

    private static ISimulations Store(ColdStorageFixture storage) => storage.Services.GetRequiredService<ISimulations>();

    private static IRecordedSessions Sessions(ColdStorageFixture storage) => storage.Services.GetRequiredService<IRecordedSessions>();

    private static PolicyCatalog Policies(ColdStorageFixture storage) =>
        new(storage.Services.GetRequiredService<IPolicies>(), PoliciesInForce.Always(Policy.Default));

    private PolicySimulation Added(int? baseline = null) => new()
    {
        Id = Guid.CreateVersion7(_clock.GetUtcNow()), Tenant = _tenant, RequestedAt = _clock.GetUtcNow(), AdvancedAt = _clock.GetUtcNow(),
        Candidate = 2, Baseline = baseline, From = Range.From, To = Range.To,
    };

    private async Task<Guid> Started(ColdStorageFixture storage, Policy candidate, Policy? baseline = null)
    {
        var simulation = Added(baseline?.Version);
        Assert.True(await Store(storage).Add(simulation, candidate, baseline, 10, default));
        return simulation.Id;
    }

    /// <summary>As the job does it. Its clock is the system's: it rests between pages.</summary>
    private async Task<PolicySimulation> Run(ColdStorageFixture storage, Guid id)
    {
        SimulationRun run = new(Store(storage), Sessions(storage), Policies(storage), TimeProvider.System);
        while (await Store(storage).Begin(id, default) is { } work && await run.Advance(work, TimeSpan.FromMinutes(1), default))
        {
        }

        return (await Store(storage).Find(_tenant, id, default))!;
    }

    /// <summary>Sessions of people and bots as the audit has them.</summary>
    private static async Task<IReadOnlyList<AuditRecord>> Record(
        ColdStorageFixture storage, TenantId tenant, int sessions, DateTimeOffset? opened = null, Policy? policy = null)
    {
        List<AuditRecord> all = [];
        var log = storage.Services.GetRequiredService<IAuditLog>();
        for (var number = 0; number < sessions; number++)
        {
            var user = UserId.Parse($"u-{number}");
            var at = (opened ?? Start).AddSeconds(number);
            var session = SessionId.Mint(Partition.Of(tenant, user), at);
            var input = number % 2 == 0 ? Hand.HumanTyping(number, 60) : Hand.ScriptTyping(60);
            var played = new PlayedSession(policy ?? Policy.Default, Start).Play(input.BySecond(), every: 3, ChallengeOutcome.Failed);
            var records = played.Rows.Select((row, index) => OfRow(row, tenant, user, session, index + 1, at - Start)).ToList();
            await Probe.Until(() => log.Append(Partition.Of(tenant, user), records, default), "the records are written");
            all.AddRange(records);
        }

        return all;
    }

    private static AuditRecord OfRow(
        RecordedDecision row, TenantId tenant, UserId user, SessionId session, int number, TimeSpan later) => new()
    {
        Verdict = new()
        {
            DecisionId = DecisionIds.Of(session, number, row.At + later),
            Decision = row.Decision,
            Scores = row.Scores,
            Reasons = row.Reasons,
            Evidence = row.Evidence,
            PolicyVersion = 1,
        },
        DecidedAt = row.At + later,
        Kind = row.Kind switch
        {
            RecordedKind.Opening => AuditKind.SessionOpened,
            RecordedKind.Batch => AuditKind.Batch,
            RecordedKind.Evaluation => AuditKind.Evaluation,
            _ => AuditKind.Challenge,
        },
        Tenant = tenant,
        User = user,
        Session = session,
        Action = row.Kind == RecordedKind.Evaluation ? "transfer" : "",
        Sensitivity = row.Sensitivity,
        ChallengeOutcome = row.Kind == RecordedKind.Challenge ? row.Outcome : null,
        CommitNumber = number,
        Commit = CommitId.New(),
    };

    private async Task<ColdStorageFixture> Migrated() =>
        await ColdStorageFixture.Migrated(await Postgres($"simulations_{_tenant.Value}"), _clock);
}

public sealed class SqliteSimulationTests : SimulationCompliance
{
    protected override Task<string?> Postgres(string database) => Task.FromResult<string?>(null);
}

[Collection(PostgresParts.Name)]
public sealed class PostgresSimulationTests(PostgresServer server) : SimulationCompliance
{
    protected override async Task<string?> Postgres(string database) => await server.Database(database);
}
