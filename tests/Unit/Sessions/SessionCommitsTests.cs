using Microsoft.Extensions.Time.Testing;
using Sentinel.Application.Audit;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests.Sessions;

/// <summary>What a commit that others are always faster than, or that hot state does not answer, comes to.</summary>
public sealed class SessionCommitsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(80);

    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly Busy store;
    private readonly SessionCommits commits;

    public SessionCommitsTests()
    {
        store = new(time);
        commits = new(store, new SessionTurns(time), new(Limit), time);
    }

    /// <summary>Each conflict takes 30 ms: the third comes after the time limit, and is still no failure of hot state's.</summary>
    [Fact]
    public async Task Run_WhenConflictsUseUpTheTime_IsContendedAndHotStateHasNotFailed()
    {
        var outcome = await Run();
        Assert.Equal(Fault.Contended, outcome.Fault);
        Assert.Equal(3, store.Conflicts);
        Assert.Empty(store.Appended);
    }

    /// <summary>A commit of before is found late, as after hot state has hung: the ring has its answer.</summary>
    [Fact]
    public async Task Run_WhenTheFirstConflictComesAfterTheTime_DecidesOnceMore()
    {
        (store.Took, store.AnswersLate) = (Limit + TimeSpan.FromMilliseconds(5), true);
        var decided = 0;
        var outcome = await commits.Run(
            TenantId.Default, store.State.Id, null, (loaded, now) => decided++ == 0 ? Written(loaded, now) : Step<string>.Reply("kept"));
        Assert.Equal(("kept", null, 1), (outcome.Value, outcome.Fault, store.Conflicts));
    }

    [Fact]
    public async Task Run_WhenContendedAndTheReadDecides_AnswersFromItWithAnAuditRecordOfItsOwn()
    {
        var record = AuditRecord.Of(
            AuditKind.Evaluation, TenantId.Default, store.State.User, store.State.Id, Decision.Block, time.GetUtcNow());
        var outcome = await Run(new() { Contended = (read, _) => (record, read.Session!.CommitNumber.ToString(provider: null)) });
        Assert.Equal(("1", null), (outcome.Value, outcome.Fault));
        Assert.Equal([record], store.Appended);
    }

    [Fact]
    public async Task Run_WhenHotStateFailsAfterTheLoad_NamesTheStateThatWasLoaded()
    {
        store.Fails = true;
        var away = await Assert.ThrowsAsync<HotStateUnavailableException>(() => Run());
        Assert.Same(store.State, away.Last!.Session);
    }

    private Task<Outcome<string>> Run(Asked<string>? asked = null) => commits.Run(TenantId.Default, store.State.Id, null, Written, asked);

    private static Step<string> Written(Loaded loaded, DateTimeOffset now)
    {
        var next = loaded.Session! with { CommitNumber = loaded.Session.CommitNumber + 1 };
        var verdict = Verdicts.Standing(next, loaded.User, Sensitivity.Medium, Policy.Default, now);
        return Step<string>.Write(new(AuditKind.Evaluation, next, loaded.User, verdict), "committed");
    }

    /// <summary>A store in which somebody else has always just written the session.</summary>
    private sealed class Busy(FakeTimeProvider time) : ISessionStore
    {
        public SessionState State { get; } = SessionStart.Open(
            TenantId.Default, UserId.Parse("u"), SessionId.Mint(new(1), DateTimeOffset.UnixEpoch), DeviceId.None, default, null,
            UserState.New, Policy.Default, DateTimeOffset.UnixEpoch).Session;

        public bool Fails { get; set; }

        /// <summary>What a conflict takes.</summary>
        public TimeSpan Took { get; set; } = TimeSpan.FromMilliseconds(30);

        /// <summary>It is answered though the time is over.</summary>
        public bool AnswersLate { get; set; }

        public int Conflicts { get; private set; }

        public List<AuditRecord> Appended { get; } = [];

        public Loaded? Recall(TenantId tenant, SessionId session) => null;

        public Task<Loaded> Load(TenantId tenant, SessionId session, UserId? user, CancellationToken budget) =>
            Task.FromResult(new Loaded(State, UserState.New));

        public Task<CommitResult> Commit(Commit commit, CancellationToken budget)
        {
            if (Fails) throw new HotStateUnavailableException("away");
            time.Advance(Took);
            if (budget.IsCancellationRequested && !AnswersLate) throw new HotStateUnavailableException("too late");
            Conflicts++;
            return Task.FromResult(new CommitResult(false, new(State, UserState.New)));
        }

        public Task Append(AuditRecord record, CancellationToken budget)
        {
            Appended.Add(record);
            return Task.CompletedTask;
        }

        public Task<Remembered?> Recall(TenantId tenant, SessionId session, IdempotencyKey key, CancellationToken budget) =>
            Task.FromResult<Remembered?>(null);

        public Task<UserState> LoadUser(TenantId tenant, UserId user, CancellationToken budget) => Task.FromResult(UserState.New);

        public Task<int> Erase(TenantId tenant, UserId user, DateTimeOffset until, CancellationToken budget) => Task.FromResult(0);

        public Task<int> EraseSessions(TenantId tenant, UserId user, IReadOnlyCollection<SessionId> sessions, CancellationToken budget) =>
            Task.FromResult(0);

        public Task<bool> CommitUser(UserCommit commit, CancellationToken budget) => Task.FromResult(false);
    }
}
