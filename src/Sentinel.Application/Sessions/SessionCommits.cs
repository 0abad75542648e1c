using Sentinel.Application.Audit;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Sessions;

/// <summary>
/// The one way to change a session: recall or load it, decide by a pure function, commit by compare-and-set, and on a conflict decide again
/// over what the failed commit returned. Whatever is decided is computed from exactly the state it replaces; what ends without a commit is
/// decided over a state that was just read.
/// </summary>
public sealed class SessionCommits(ISessionStore store, HotPathBudget budget, TimeProvider time)
{
    private const int MaxAttempts = 6;

    /// <param name="tenant">Whose session it is.</param>
    /// <param name="id">The session.</param>
    /// <param name="user">Its user, where the caller knows.</param>
    /// <param name="decide">What becomes of what was loaded.</param>
    /// <param name="once">An idempotency key, and what its kept answer means: it stays the answer, also when the session has ended since.</param>
    /// <exception cref="HotStateUnavailableException">Hot state is away; the change may have happened.</exception>
    public async Task<Outcome<T>> Run<T>(
        TenantId tenant, SessionId id, UserId? user, Func<Loaded, DateTimeOffset, Step<T>> decide, (IdempotencyKey Key, Func<Remembered, Outcome<T>> Again)? once = null)
    {
        using var left = budget.Start(time);
        var recalled = store.Recall(tenant, id);
        var loaded = recalled ?? await store.Load(tenant, id, user, left.Token);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var now = Now();
            if (loaded.User.IsUnreadable)
                throw new HotStateUnavailableException("What is stored of the user cannot be read: nobody knows whether there is a ban.");
            var step = decide(loaded, now);
            if (step.Change is { } change)
            {
                var result = await store.Commit(change.ToCommit(loaded, now) with { Key = once?.Key, ChallengeId = change.ChallengeId }, left.Token);
                if (result.Earlier is { } earlier)
                    return once!.Value.Again(earlier);
                if (result.HasTooManyAnswers)
                    return SessionFaults.TooManyAnswers;
                if (result.Committed)
                {
                    Metrics.Decided(change.Kind, change.Verdict.Decision);
                    return step.Answer!;
                }

                Metrics.Conflicted();
                loaded = result.Current!;
            }
            else if (ReferenceEquals(loaded, recalled))
            {
                loaded = await store.Load(tenant, id, user, left.Token);
            }
            else if (step.Fault is { } fault)
            {
                return once is { } kept && await store.Recall(tenant, id, kept.Key, left.Token) is { } earlier ? kept.Again(earlier) : fault;
            }
            else
            {
                return step.Answer!;
            }
        }

        return Fault.Contended;
    }

    /// <summary>Server time in the audit's resolution.</summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}

/// <summary>What a pure decision wants: to fault, to answer without a write, or to write and then answer.</summary>
public readonly record struct Step<T>(Fault? Fault, T? Answer, Change? Change)
{
    public static implicit operator Step<T>(Fault fault) => new(fault, default, null);

    public static Step<T> Reply(T answer) => new(null, answer, null);

    public static Step<T> Write(Change change, T answer) => new(null, answer, change);
}

/// <summary>A new session state, the user's, and what to tell the audit.</summary>
public sealed record Change(AuditKind Kind, SessionState Session, UserState User, Verdict Verdict)
{
    public string Stream { get; init; } = "";

    public long Sequence { get; init; }

    public string Action { get; init; } = "";

    /// <summary>See <see cref="AuditRecord.Actor"/>.</summary>
    public string Actor { get; init; } = "";

    /// <summary>See <see cref="AuditRecord.Target"/>.</summary>
    public string Target { get; init; } = "";

    /// <summary>The step-up that the answer names.</summary>
    public Guid? ChallengeId { get; init; }

    /// <summary>See <see cref="Commit.CarryOver"/>.</summary>
    public double? CarryOver { get; init; }

    public Sensitivity Sensitivity { get; init; } = Sensitivity.Medium;

    /// <summary>See <see cref="AuditRecord.Lesson"/>.</summary>
    public Lesson? Lesson { get; init; }

    public Learning Learning { get; init; }

    internal Commit ToCommit(Loaded loaded, DateTimeOffset now)
    {
        if (Session.CommitNumber != (loaded.Session?.CommitNumber ?? 0) + 1)
            throw new InvalidOperationException("A change numbers its commit: one more than the state it replaces.");
        var commit = CommitId.New();
        var record = new AuditRecord
        {
            DecisionId = Verdict.DecisionId,
            DecidedAt = now,
            Kind = Kind,
            Tenant = Session.Tenant,
            User = Session.User,
            Session = Session.Id,
            Stream = Stream,
            Sequence = Sequence,
            Action = Action,
            Actor = Actor,
            Target = Target,
            Sensitivity = Sensitivity,
            Decision = Verdict.Decision,
            Trust = Verdict.Trust,
            Risk = Verdict.Risk,
            Phase = Verdict.Phase,
            Reasons = Verdict.Reasons,
            PolicyVersion = Verdict.PolicyVersion,
            BaselineVersion = Verdict.BaselineVersion,
            CommitNumber = Session.CommitNumber,
            Commit = commit,
            PreviousCommit = loaded.Stored,
            Lesson = Lesson ?? Domain.Profiles.Lesson.Empty,
            Learning = Lesson is null ? Learning.Never : Learning,
        };
        return new(Session, User, loaded.User, record) { CarryOver = CarryOver };
    }
}
