using System.Collections.Immutable;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Sessions;

/// <summary>
/// The only way to change a session: wait for its turn, recall or load it, decide by a pure function, and commit by compare-and-set. After
/// a conflict, decide again on the state that the failed commit returned. So a decision is always computed from the state that it replaces.
/// An answer without a commit is computed from a state that was just read.
/// </summary>
public sealed class SessionCommits(
    ISessionStore store, SessionTurns turns, HotPathBudget budget, PoliciesInForce policies, TimeProvider time)
{
    private const int MaxAttempts = 6;

    /// <param name="tenant">The session's tenant.</param>
    /// <param name="id">The session.</param>
    /// <param name="user">Its user, if the caller knows it.</param>
    /// <param name="decide">The pure decision on the loaded state.</param>
    /// <param name="asked">The caller's options; null for a call that goes before batches, without other options.</param>
    /// <exception cref="HotStateUnavailableException">
    /// Hot state is unavailable; the change may have happened. The exception contains the last loaded state: no answer may be milder.
    /// </exception>
    public async Task<Outcome<T>> Run<T>(
        TenantId tenant, SessionId id, UserId? user, Func<Loaded, DateTimeOffset, Step<T>> decide, Asked<T>? asked = null)
    {
        var how = asked ?? Asked<T>.Plainly;
        var turn = await turns.Take(tenant, id, how.GoesFirst);
        if (turn == Turn.Failed)
            throw new HotStateUnavailableException("Hot state did not answer the request before.") { Last = store.Recall(tenant, id) };
        if (turn == Turn.Full)
            return await WithoutCommit(tenant, id, user, null, how);
        var failed = false;
        try
        {
            return await Commit(tenant, id, user, decide, how);
        }
        catch (HotStateUnavailableException)
        {
            failed = true;
            throw;
        }
        finally
        {
            if (turn == Turn.Taken) turns.GiveBack(tenant, id, failed);
        }
    }

    private async Task<Outcome<T>> Commit<T>(
        TenantId tenant, SessionId id, UserId? user, Func<Loaded, DateTimeOffset, Step<T>> decide, Asked<T> how)
    {
        var recalled = store.Recall(tenant, id);
        var loaded = recalled;
        var started = time.GetTimestamp();
        var left = budget.Start(time);
        try
        {
            loaded ??= await store.Load(tenant, id, user, left.Token);
            for (var attempt = 0; attempt < MaxAttempts; attempt++)
            {
                var now = Now();
                if (loaded.User.IsUnreadable)
                    throw new HotStateUnavailableException("The stored user cannot be read, so it is unknown whether there is a ban.");
                var step = decide(loaded, now);
                if (step.Change is { } change)
                {
                    var commit = change.ToCommit(loaded, policies.Of(tenant), now) with { Key = how.Key, ChallengeId = change.ChallengeId };
                    switch (await store.Commit(commit, left.Token))
                    {
                        case CommitResult.Committed:
                            Metrics.Decided(change.Kind, change.Verdict, change.TurnedBy);
                            return step.Answer!;
                        case CommitResult.AlreadyAnswered(var kept):
                            return how.Again!(kept);
                        case CommitResult.Erased:
                            return Fault.SessionEnded;
                        case CommitResult.TooManyAnswers:
                            return SessionFaults.TooManyAnswers;
                        case CommitResult.Conflicted(var current):
                            Metrics.Conflicted();
                            loaded = current;
                            break;
                    }

                    // Make at least two attempts: the conflict may be with an earlier commit of this batch, which the answer ring then
                    // answers.
                    if (attempt > 0 && time.GetElapsedTime(started) >= budget.Total)
                        break;
                    // Hot state has just answered, so time lost to other writers does not count.
                    left.Dispose();
                    left = budget.Start(time);
                }
                else if (ReferenceEquals(loaded, recalled))
                {
                    loaded = await store.Load(tenant, id, user, left.Token);
                }
                else if (step.Fault is { } fault)
                {
                    var earlier = how.Key is { } key ? await store.Recall(tenant, id, key, left.Token) : null;
                    return earlier is null ? fault : how.Again!(earlier);
                }
                else
                {
                    return step.Answer!;
                }
            }
        }
        catch (HotStateUnavailableException away) when (loaded is not null)
        {
            throw new HotStateUnavailableException(away.Message, away) { Last = loaded };
        }
        finally
        {
            left.Dispose();
        }

        return await WithoutCommit(tenant, id, user, loaded, how);
    }

    /// <summary>
    /// Under contention, or when too many requests wait: if an answer without a commit is allowed, decides on the state just read, and
    /// audits it.
    /// </summary>
    private async Task<Outcome<T>> WithoutCommit<T>(TenantId tenant, SessionId id, UserId? user, Loaded? read, Asked<T> how)
    {
        if (how.Contended is null)
            return Fault.Contended;
        using var left = budget.Start(time);
        try
        {
            read ??= await store.Load(tenant, id, user, left.Token);
            if (how.Contended(read, Now()) is not { } decided)
                return Fault.Contended;
            await store.Append(decided.Record, left.Token);
            Metrics.Decided(decided.Record.Kind, decided.Record.Verdict);
            return decided.Answer;
        }
        catch (HotStateUnavailableException away)
        {
            throw new HotStateUnavailableException(away.Message, away) { Last = read ?? store.Recall(tenant, id) };
        }
    }

    /// <summary>Server time, cut to the audit's resolution.</summary>
    private DateTimeOffset Now() => StoredTime.Of(time.GetUtcNow());
}

/// <summary>Options for a change of a session.</summary>
public sealed record Asked<T>
{
    public static readonly Asked<T> Plainly = new();

    /// <summary>Whether the request goes before waiting batches.</summary>
    public bool GoesFirst { get; init; } = true;

    /// <summary>The idempotency key under which the answer is stored.</summary>
    public IdempotencyKey? Key { get; init; }

    /// <summary>Converts the answer stored under the key. It stays the answer even if the session has ended since.</summary>
    public Func<IdempotentAnswer, Outcome<T>>? Again { get; init; }

    /// <summary>
    /// The answer to give without a commit under contention, with its audit record, which has no commit number; null for 503.
    /// </summary>
    public Func<Loaded, DateTimeOffset, (AuditRecord Record, T Answer)?>? Contended { get; init; }
}

/// <summary>The result of a pure decision: a fault, an answer without a write, or a write and an answer.</summary>
public readonly record struct Step<T>(Fault? Fault, T? Answer, Change? Change)
{
    public static implicit operator Step<T>(Fault fault) => new(fault, default, null);

    public static Step<T> Reply(T answer) => new(null, answer, null);

    public static Step<T> Write(Change change, T answer) => new(null, answer, change);
}

/// <summary>The new states of the session and its user, and the data for the audit record.</summary>
public sealed record Change(AuditKind Kind, SessionState Session, UserState User, Verdict Verdict)
{
    public string Stream { get; init; } = "";

    public long Sequence { get; init; }

    public string Action { get; init; } = "";

    /// <summary>See <see cref="AuditRecord.Actor"/>.</summary>
    public string Actor { get; init; } = "";

    /// <summary>See <see cref="AuditRecord.Target"/>.</summary>
    public string Target { get; init; } = "";

    /// <summary>See <see cref="AuditRecord.ChallengeOutcome"/>.</summary>
    public ChallengeOutcome? ChallengeOutcome { get; init; }

    /// <summary>See <see cref="ScoreResult.Scored.TurnedBy"/>.</summary>
    public ReasonCode? TurnedBy { get; init; }

    /// <summary>The challenge that the answer names.</summary>
    public Guid? ChallengeId { get; init; }

    /// <summary>See <see cref="Commit.CarryOver"/>.</summary>
    public double? CarryOver { get; init; }

    public Sensitivity Sensitivity { get; init; } = Sensitivity.Medium;

    /// <summary>See <see cref="Commit.OpenedDegraded"/>.</summary>
    public DateTimeOffset? OpenedDegraded { get; init; }

    /// <summary>See <see cref="AuditRecord.TrainingSample"/>.</summary>
    public TrainingSample? TrainingSample { get; init; }

    public LearningOutcome Learning { get; init; }

    /// <summary>See <see cref="Commit.ComparesSketches"/>.</summary>
    public bool ComparesSketches { get; init; }

    /// <summary>See <see cref="AuditRecord.Sketches"/>.</summary>
    public ImmutableArray<InputSketch> Sketches { get; init; } = [];

    internal Commit ToCommit(Loaded loaded, Policy policy, DateTimeOffset now)
    {
        if (Session.CommitNumber != (loaded.Session?.CommitNumber ?? 0) + 1)
            throw new InvalidOperationException("A change numbers its commit: one more than the state it replaces.");
        var record = ToRecord(Verdict.DecisionId, policy, now) with
        {
            CommitNumber = Session.CommitNumber,
            Commit = CommitId.New(),
            PreviousCommit = loaded.Stored,
        };
        return new(Session, User, loaded.User, record)
        {
            CarryOver = CarryOver,
            ComparesSketches = ComparesSketches,
            OpenedDegraded = OpenedDegraded,
        };
    }

    /// <summary>The audit record of the change, without a commit.</summary>
    internal AuditRecord ToRecord(Guid decision, Policy policy, DateTimeOffset now) => new()
    {
        Verdict = Verdict.DecisionId == decision ? Verdict : Verdict with { DecisionId = decision },
        DecidedAt = now,
        Kind = Kind,
        Tenant = Session.Tenant,
        User = Session.User,
        Session = Session.Id,
        DeclaredAgent = Session.DeclaredAgent,
        Stream = Stream,
        Sequence = Sequence,
        Action = Action,
        Actor = Actor,
        Target = Target,
        TurnedBy = TurnedBy,
        ImpostorRisk = Verdict.Scores is null ? null : Verdicts.Rounded(Session.Account.ImpostorRisk(policy)),
        Sensitivity = Sensitivity,
        ChallengeOutcome = ChallengeOutcome,
        Sketches = Sketches,
        TrainingSample = TrainingSample ?? Domain.Profiles.TrainingSample.Empty,
        Learning = TrainingSample is null ? LearningOutcome.Never : Learning,
    };
}
