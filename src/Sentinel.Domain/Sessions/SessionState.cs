using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Sessions;

/// <summary>A point of the trust timeline, in the resolution that is kept: whole seconds and steps of 0.0001.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct TrustPoint : Statistics.IStored
{
    private readonly uint second;
    private readonly ushort share;

    public TrustPoint(DateTimeOffset at, double trust) =>
        (second, share) = ((uint)at.ToUnixTimeSeconds(), (ushort)Math.Round(trust * 10_000));

    /// <summary>Server time.</summary>
    public DateTimeOffset At => DateTimeOffset.FromUnixTimeSeconds(second);

    /// <summary>0..1.</summary>
    public double Trust => share / 10_000.0;

    public bool IsSound => share <= 10_000;
}

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

    private AnswerRing answers = AnswerRing.Empty;
    private byte allows;
    private TrainingQuota quota;
    /// <summary>Copied before anything is added to it, as every sample is.</summary>
    private static readonly Profiles.FreeTextSums NoSample = new();

    private Profiles.FreeTextSums sample = new();

    public required TenantId Tenant { get; init; }

    public required UserId User { get; init; }

    public required SessionId Id { get; init; }

    public DeviceId Device { get; init; }

    /// <summary>Where its requests came from last.</summary>
    public ClientOrigin ClientOrigin { get; init; }

    /// <summary>
    /// What of the origin has changed since a challenge was passed, or since the opening: <see cref="ClientOrigin.Changes"/>.
    /// </summary>
    public byte Moved { get; init; }

    /// <summary>How fast it is written to: batches and evaluations.</summary>
    public LeakyBucket RateLimit { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>
    /// Of the commit that writes this state: whatever makes a next state numbers it. 1 opens the session, 0 was never written.
    /// </summary>
    public long CommitNumber { get; init; }

    public bool Ended { get; init; }

    public Phase Phase { get; init; }

    public TrustAccount Account { get; init; }

    /// <summary>
    /// Nats by which windows near script-made input have spoken for a person, at most what one window may speak for a bot. They stand
    /// against what such windows say next, and against nothing else.
    /// </summary>
    public float UntrustedCredit { get; init; }

    /// <summary>Accepted batches that carried at least one judged window.</summary>
    public int EvidenceBatches { get; init; }

    /// <summary>Accepted batches.</summary>
    public int Batches { get; init; }

    /// <summary>When a window last counted; the epoch before the first.</summary>
    public DateTimeOffset LastEvidenceAt { get; init; }

    /// <summary>What the standing block is for; null while nothing is latched.</summary>
    public ReasonCode? Latched { get; init; }

    /// <summary>How many lifts of the user's blocks it has taken into account; see <see cref="UpToDate"/>.</summary>
    public int Lifts { get; init; }

    /// <summary>How much of its user's carried bot log odds it has taken into account, in nats; see <see cref="UpToDate"/>.</summary>
    public float Carried { get; init; }

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

    /// <summary>The open sample of free typing, of whichever stream, for learning.</summary>
    public Profiles.FreeTextSums Sample { get => sample; init => sample = value; }

    /// <summary>Batches in a row that were allowed, at most 255.</summary>
    public byte Allows { get => allows; init => allows = value; }

    /// <summary>Windows that were handed on for learning.</summary>
    public TrainingQuota Quota { get => quota; init => quota = value; }

    public ImmutableArray<StreamState> Streams { get; init; } = [];

    /// <summary>The latest client time that any batch has had, ms since the Unix epoch; 0 before the first.</summary>
    public double NewestInput { get; init; }

    /// <summary>Streams that were closed to make room: they stay closed, since scoring them anew would reopen their sequences.</summary>
    public ClosedStreams Closed { get; init; } = ClosedStreams.None;

    public AnswerRing Answers { get => answers; init => answers = value; }

    public static SessionState Open(
        TenantId tenant, UserId user, SessionId id, DeviceId device, UserState state, Policy policy, DateTimeOffset now) => new SessionState
    {
        Tenant = tenant,
        User = user,
        Id = id,
        Device = device,
        OpenedAt = now,
        LastEvidenceAt = DateTimeOffset.UnixEpoch,
        ChallengePassedAt = DateTimeOffset.UnixEpoch,
        Account = TrustAccount.Open(state.StartingTrust(policy), policy),
        Lifts = state.Lifts.Count,
    }.After(state.BotLogOdds, policy, now);

    /// <summary>
    /// The session as it counts now: without times that are still to come, and with what has become of its user since it was last written.
    /// The same where nothing has.
    /// </summary>
    public SessionState UpToDate(UserState user, Policy policy, DateTimeOffset now) =>
        AsOf(now, policy).After(user.Lifts).After(user.BotLogOdds, policy, now);

    /// <summary>Where its block was lifted, what latched is gone, and the evidence for a bot with it.</summary>
    private SessionState After(Lifts lifts) => lifts.Last(Device) <= Lifts ? this : this with
    {
        Lifts = lifts.Count,
        Latched = null,
        Account = Account with { BotLogOdds = 0 },
    };

    /// <summary>
    /// What other sessions have handed on since is bot log odds of this one too, so that opening many sessions before a script runs in each
    /// is no better than opening one after the other.
    /// </summary>
    private SessionState After(CarriedBotLogOdds botLogOdds, Policy policy, DateTimeOffset now)
    {
        var carried = botLogOdds.Of(Device, now, policy);
        var rise = carried - Carried;
        if (Math.Abs(rise) < CarriedBotLogOdds.Step / 2)
            return this;
        var raised = Math.Min(Account.BotLogOdds + Math.Max(0, rise), policy.MaxCarriedBotLogOdds);
        return this with { Carried = (float)carried, Account = Account with { BotLogOdds = Math.Max(Account.BotLogOdds, raised) } };
    }

    /// <summary>
    /// The state with no time in it that is still to come, by more than clocks may differ. Without it a session that was opened, or
    /// written, by a node whose clock is ahead would have no time to earn anything in, and nothing in it would be judged, until the others
    /// get there.
    /// </summary>
    private SessionState AsOf(DateTimeOffset now, Policy policy)
    {
        var opened = ClockSkew.NotToCome(OpenedAt, now);
        var age = Math.Max(0, (now - opened).TotalMilliseconds);
        var streams = Streams;
        for (var i = 0; i < streams.Length; i++)
        {
            if (streams[i].AsOf(now, age) is var stream && !ReferenceEquals(stream, streams[i]))
                streams = streams.SetItem(i, stream);
        }

        var (evidence, passed) = (ClockSkew.NotToCome(LastEvidenceAt, now), ClockSkew.NotToCome(ChallengePassedAt, now));
        var challenges = Challenges;
        for (var i = 0; i < challenges.Length; i++)
        {
            if (ClockSkew.NotToCome(challenges[i].IssuedAt, now) is var issued && issued != challenges[i].IssuedAt)
                challenges = challenges.SetItem(i, challenges[i] with { IssuedAt = issued });
        }

        var refilled = Math.Min(Account.RefilledAt, age + (policy.TimeGrace + ClockSkew.Tolerated).TotalMilliseconds);
        var unchanged =
            opened == OpenedAt
            && streams == Streams
            && challenges == Challenges
            && evidence == LastEvidenceAt
            && passed == ChallengePassedAt;
        return unchanged && refilled == Account.RefilledAt
            ? this
            : this with
            {
                OpenedAt = opened,
                Streams = streams,
                Challenges = challenges,
                LastEvidenceAt = evidence,
                ChallengePassedAt = passed,
                Account = Account with { RefilledAt = refilled },
            };
    }

    /// <summary>The account with the idle time since the last evidence taken into account.</summary>
    public TrustAccount AccountAt(DateTimeOffset now, Policy policy) => Account.Decay(IdleAt(now), policy);

    /// <summary>Time since something last earned trust, or since the session was opened.</summary>
    public TimeSpan IdleAt(DateTimeOffset now) => now - (LastEvidenceAt > OpenedAt ? LastEvidenceAt : OpenedAt);

    /// <summary>When the last batch came, or the session was opened; server ms.</summary>
    public long LastBatchAt
    {
        get
        {
            var last = OpenedAt.ToUnixTimeMilliseconds();
            foreach (var stream in Streams)
                last = Math.Max(last, stream.TouchedAt);
            return last;
        }
    }

    /// <summary>
    /// The open sample, begun anew after a rest: what came before may be somebody else's, and a challenge that is passed then vouches for
    /// the whole sample.
    /// </summary>
    internal Profiles.FreeTextSums SampleAt(DateTimeOffset now) =>
        now.ToUnixTimeMilliseconds() - LastBatchAt > LearningGate.VerifiesBack.TotalMilliseconds ? NoSample : sample;

    /// <summary>What a decision taken now looks at.</summary>
    public DecisionFacts FactsAt(UserState user, Policy policy, DateTimeOffset now) => new(
        Phase,
        AccountAt(now, policy).Trust,
        Latched is not null || Account.Risk(policy) >= policy.BlockRisk || user.IsBlocked(Device, ChallengePassedAt, now, policy),
        HasPassed(policy, now),
        now - LastEvidenceAt <= policy.HighFreshness);

    /// <summary>Whether a challenge was passed within its validity.</summary>
    public bool HasPassed(Policy policy, DateTimeOffset now) => now - ChallengePassedAt < policy.ChallengeValidity;

    public StreamState? Stream(Telemetry.StreamId id)
    {
        foreach (var stream in Streams)
        {
            if (stream.Id == id)
                return stream;
        }

        return null;
    }

    /// <summary>The id of the decision that is written with this state.</summary>
    public Guid DecisionId(DateTimeOffset now) => DecisionIds.Of(Id, CommitNumber, now);

    /// <summary>Ended for good.</summary>
    public SessionState End() => this with { Ended = true, CommitNumber = CommitNumber + 1 };

    /// <summary>For the scorer, on a state that nobody has seen yet: the answer rests on the state that it becomes a part of.</summary>
    internal void Record(RecentAnswer answer)
    {
        answers = answers.Add(answer);
        allows = answer.Verdict.Decision == Decision.Allow ? (byte)Math.Min(allows + 1, byte.MaxValue) : (byte)0;
    }

    /// <summary>Likewise: counts what is handed on, and after a BLOCK forgets what was being collected.</summary>
    internal void Teach(Profiles.TrainingSample? taught, bool forgetsSample)
    {
        if (taught is not null)
            quota = quota.Plus(taught);
        if (forgetsSample && sample.Strokes > 0)
            sample = new();
    }

    /// <summary>
    /// The streams with this one in front, since it was written last; of the others only the ones before
    /// <see cref="MaxActiveStreams"/> keep their accumulators, and one too many falls off the end, to be closed.
    /// </summary>
    public ImmutableArray<StreamState> StreamsWith(StreamState stream, out StreamState? dropped)
    {
        dropped = null;
        var next = new StreamState[Math.Min(Streams.Length + (Stream(stream.Id) is null ? 1 : 0), MaxStreams)];
        next[0] = stream;
        var count = 1;
        foreach (var other in Streams)
        {
            if (other.Id == stream.Id)
                continue;
            if (count == MaxStreams)
                dropped = other;
            else
            {
                next[count] = count < MaxActiveStreams || other.IsParked ? other : other.Park();
                count++;
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(next);
    }
}
