using Microsoft.Extensions.Time.Testing;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>A store in which another node has always just written the session and the user.</summary>
internal sealed class BusyStore(FakeTimeProvider time) : ISessionStore
{
    public SessionState State { get; } = SessionStart.Open(
        TenantId.Default, UserId.Parse("u"), SessionId.Mint(new(1), DateTimeOffset.UnixEpoch), DeviceId.None, default, null,
        UserState.New, Policy.Default, DateTimeOffset.UnixEpoch).Session;

    public bool Fails { get; set; }

    public bool FailsToLoad { get; set; }

    /// <summary>The node's recall of the session.</summary>
    public Loaded? Recalled { get; set; }

    /// <summary>How long each conflict takes.</summary>
    public TimeSpan Took { get; set; } = TimeSpan.FromMilliseconds(30);

    /// <summary>The store answers even after the time limit.</summary>
    public bool AnswersLate { get; set; }

    public int Conflicts { get; private set; }

    public List<AuditRecord> Appended { get; } = [];

    public Loaded? Recall(TenantId tenant, SessionId session) => Recalled;

    public Task<Loaded> Load(TenantId tenant, SessionId session, UserId? user, CancellationToken budget) =>
        FailsToLoad ? throw new HotStateUnavailableException("away") : Task.FromResult(new Loaded(State, UserState.New));

    public Task<CommitResult> Commit(Commit commit, CancellationToken budget)
    {
        Conflict(budget);
        return Task.FromResult<CommitResult>(new CommitResult.Conflicted(new(State, UserState.New)));
    }

    public Task Append(AuditRecord record, CancellationToken budget)
    {
        Appended.Add(record);
        return Task.CompletedTask;
    }

    public Task<IdempotentAnswer?> Recall(TenantId tenant, SessionId session, IdempotencyKey key, CancellationToken budget) =>
        Task.FromResult<IdempotentAnswer?>(null);

    public Task<UserState> LoadUser(TenantId tenant, UserId user, CancellationToken budget) => Task.FromResult(UserState.New);

    public Task<int> Erase(TenantId tenant, UserId user, DateTimeOffset until, CancellationToken budget) => Task.FromResult(0);

    public Task<int> EraseSessions(TenantId tenant, UserId user, IReadOnlyCollection<SessionId> sessions, CancellationToken budget) =>
        Task.FromResult(0);

    public Task<bool> CommitUser(UserCommit commit, CancellationToken budget)
    {
        Conflict(budget);
        return Task.FromResult(false);
    }

    private void Conflict(CancellationToken budget)
    {
        if (Fails) throw new HotStateUnavailableException("away");
        time.Advance(Took);
        if (budget.IsCancellationRequested && !AnswersLate) throw new HotStateUnavailableException("too late");
        Conflicts++;
    }
}
