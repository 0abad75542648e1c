using System.Collections.Immutable;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Sessions;

/// <summary>A point of the trust timeline.</summary>
/// <param name="At">Server time, whole seconds.</param>
/// <param name="Trust">0..1.</param>
public readonly record struct TrustPoint(DateTimeOffset At, double Trust);

/// <summary>
/// Everything that is hot about a session. Immutable, bounded (≤ 4 KiB encoded), and without any event: open windows are held as running
/// sums.
/// </summary>
public sealed record SessionState
{
    /// <summary>Streams that are open at a time; another one closes the one that was silent longest.</summary>
    public const int MaxStreams = 4;

    /// <summary>Streams that keep the accumulators of their open windows: those written last.</summary>
    public const int MaxActiveStreams = 2;

    public const int MaxChallenges = 4;

    public const int MaxTimeline = 16;

    public required TenantId Tenant { get; init; }

    public required UserId User { get; init; }

    public required SessionId Id { get; init; }

    public DeviceId Device { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Names this state; a commit replaces exactly the state it was computed from.</summary>
    public CommitId Commit { get; init; }

    /// <summary>1 for the write that opened the session.</summary>
    public long CommitNumber { get; init; }

    public bool Ended { get; init; }

    public Phase Phase { get; init; }

    public TrustAccount Account { get; init; }

    /// <summary>Accepted batches that carried at least one judged window.</summary>
    public int EvidenceBatches { get; init; }

    /// <summary>Accepted batches.</summary>
    public int Batches { get; init; }

    /// <summary>When a window last counted; the epoch before the first.</summary>
    public DateTimeOffset LastEvidenceAt { get; init; }

    /// <summary>What the standing block is for; null while nothing is latched.</summary>
    public ReasonCode? Latched { get; init; }

    /// <summary>When a challenge was last passed; the epoch before the first.</summary>
    public DateTimeOffset ChallengePassedAt { get; init; }

    /// <summary>Issued challenges, oldest first.</summary>
    public ImmutableArray<Challenge> Challenges { get; init; } = [];

    /// <summary>Key strokes and samples that came out of order and were left neutral.</summary>
    public int OutOfOrder { get; init; }

    /// <summary>Events that clients said they dropped.</summary>
    public long Dropped { get; init; }

    public ImmutableArray<TrustPoint> Timeline { get; init; } = [];

    public ImmutableArray<Reason> LastReasons { get; init; } = [];

    /// <summary>What is remembered of the last key strokes, of whichever stream.</summary>
    public Features.KeyMemory Keys { get; init; }

    public ImmutableArray<StreamState> Streams { get; init; } = [];

    /// <summary>Streams that were closed to make room: they stay closed, since scoring them anew would reopen their sequences.</summary>
    public ClosedStreams Closed { get; init; }

    public AnswerRing Answers { get; init; } = AnswerRing.Empty;

    public static SessionState Open(TenantId tenant, UserId user, SessionId id, DeviceId device, UserState state, Policy policy, DateTimeOffset now) => new()
    {
        Tenant = tenant,
        User = user,
        Id = id,
        Device = device,
        OpenedAt = now,
        LastEvidenceAt = DateTimeOffset.UnixEpoch,
        ChallengePassedAt = DateTimeOffset.UnixEpoch,
        Account = TrustAccount.Open(state.StartingTrust(policy), policy),
    };

    /// <summary>The account with the idle time since the last evidence taken into account.</summary>
    public TrustAccount AccountAt(DateTimeOffset now, Policy policy) => Account.Decay(IdleAt(now), policy);

    /// <summary>Time since something last earned trust, or since the session was opened.</summary>
    public TimeSpan IdleAt(DateTimeOffset now) => now - (LastEvidenceAt > OpenedAt ? LastEvidenceAt : OpenedAt);

    /// <summary>What a decision taken now looks at.</summary>
    public Standing StandingAt(UserState user, Policy policy, DateTimeOffset now) => new(
        Phase,
        AccountAt(now, policy).Trust,
        Latched is not null || Account.Risk(policy) >= policy.BlockRisk || user.IsBlocked(Device, now, policy),
        now - ChallengePassedAt < policy.ChallengeValidity,
        now - LastEvidenceAt <= policy.HighFreshness);

    public StreamState? Stream(Telemetry.StreamId id)
    {
        foreach (var stream in Streams)
        {
            if (stream.Id == id)
                return stream;
        }

        return null;
    }

    /// <summary>
    /// With this stream replaced or added. The stream that was silent longest is closed to make room, with its answers; of the others
    /// only the ones written last keep their accumulators.
    /// </summary>
    public SessionState With(StreamState stream)
    {
        var others = Streams.Where(s => s.Id != stream.Id).OrderByDescending(s => s.TouchedAt).ToList();
        var (closed, answers) = (Closed, Answers);
        if (others.Count == MaxStreams)
        {
            closed.Add(others[^1].Id);
            answers = answers.Without(others[^1].Id);
            others.RemoveAt(others.Count - 1);
        }

        var kept = others.Select((s, i) => i < MaxActiveStreams - 1 || s.IsParked ? s : s.Park());
        return this with { Streams = [stream, .. kept], Closed = closed, Answers = answers };
    }
}
