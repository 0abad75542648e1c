using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Sessions;

/// <summary>A point of the trust timeline, in the stored resolution: whole seconds and steps of 0.0001.</summary>
public readonly record struct TrustPoint
{
    private readonly uint second;
    private readonly ushort share;

    public TrustPoint(DateTimeOffset at, double trust) =>
        (second, share) = ((uint)at.ToUnixTimeSeconds(), (ushort)Math.Round(trust * 10_000));

    /// <summary>Server time.</summary>
    public DateTimeOffset At => DateTimeOffset.FromUnixTimeSeconds(second);

    /// <summary>0..1.</summary>
    public double Trust => share / 10_000.0;
}

/// <summary>A session's hot state. Immutable and bounded (≤ 4 KiB encoded). It contains no events: open windows are running sums.</summary>
public sealed record SessionState
{
    /// <summary>Maximum number of open streams; a new one closes the one that was silent longest.</summary>
    public const int MaxStreams = 4;

    /// <summary>How many streams, those written last, keep the accumulators of their open windows.</summary>
    public const int MaxActiveStreams = 2;

    public const int MaxChallenges = 4;

    public const int MaxTimeline = 16;

    private AnswerRing answers = AnswerRing.Empty;
    private byte allows;
    private TrainingQuota quota;
    /// <summary>Like every sample, copied before anything is added to it.</summary>
    private static readonly Profiles.FreeTextSums NoSample = new();

    private Profiles.FreeTextSums sample = new();
    private Features.StyleTrace style;

    public required TenantId Tenant { get; init; }

    public required UserId User { get; init; }

    public required SessionId Id { get; init; }

    public DeviceId Device { get; init; }

    /// <summary>The agent that the site declared at the opening, see <see cref="AgentRules.IsName"/>; empty for people.</summary>
    public string DeclaredAgent { get; init; } = "";

    /// <summary>Whether the site declared that an agent acts in it. Nothing of such a session is learned as the user's.</summary>
    public bool IsOfAgent => DeclaredAgent.Length > 0;

    /// <summary>The client origin of its last requests.</summary>
    public ClientOrigin ClientOrigin { get; init; }

    /// <summary>
    /// What has changed in the client origin since the last passed challenge, or since the opening; see <see cref="ClientOrigin.Changes"/>.
    /// </summary>
    public byte Moved { get; init; }

    /// <summary>What it remembers of the tenant's lists.</summary>
    public ListTrace Lists { get; init; }

    /// <summary>Limits the rate of batches and evaluations.</summary>
    public LeakyBucket RateLimit { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>
    /// The number of the commit that writes this state; each new state sets it. 1 opens the session, 0 was never written.
    /// </summary>
    public long CommitNumber { get; init; }

    public bool Ended { get; init; }

    public Phase Phase { get; init; }

    public TrustAccount Account { get; init; }

    /// <summary>The evidence for a person from windows with untrusted input.</summary>
    public UntrustedCredit UntrustedCredit { get; init; }

    /// <summary>Accepted batches with at least one conclusive window.</summary>
    public int EvidenceBatches { get; init; }

    /// <summary>Accepted batches.</summary>
    public int Batches { get; init; }

    /// <summary>When a conclusive window was last judged; the Unix epoch before the first.</summary>
    public DateTimeOffset LastEvidenceAt { get; init; }

    /// <summary>The reason of the latched block; null for none.</summary>
    public ReasonCode? Latched { get; init; }

    /// <summary>The session under the policy in shadow; null if none was in shadow at its last batch, evaluation or challenge.</summary>
    public ShadowState? Shadow { get; init; }

    /// <summary>The number of the user's lifts that it has applied; see <see cref="UpToDate"/>.</summary>
    public int Lifts { get; init; }

    /// <summary>The user's carried bot log odds that it has applied, nats; see <see cref="UpToDate"/>.</summary>
    public float Carried { get; init; }

    /// <summary>The groups of aspects that a passed challenge excused on its device.</summary>
    public Excuse Excuse { get; init; } = Excuse.None;

    /// <summary>When a challenge was last passed; the Unix epoch for never.</summary>
    public DateTimeOffset ChallengePassedAt { get; init; }

    /// <summary>Issued challenges, oldest first.</summary>
    public ImmutableArray<Challenge> Challenges { get; init; } = [];

    /// <summary>The number of key strokes and pointer samples that came out of order and were neutral.</summary>
    public int OutOfOrder { get; init; }

    /// <summary>The number of events that clients reported as dropped.</summary>
    public long Dropped { get; init; }

    public ImmutableArray<TrustPoint> Timeline { get; init; } = [];

    public ImmutableArray<Reason> LastReasons { get; init; } = [];

    /// <summary>
    /// All reasons that spoke against the user in the opening, in the last batch with evidence, or later of its input: what a denial of a
    /// reason is judged by. See <see cref="Policy.Given"/>.
    /// </summary>
    public ReasonSet Against { get; init; }

    /// <summary>Sums over the last key strokes of all streams.</summary>
    public Features.KeyMemory Keys { get; init; }

    /// <summary>The open typing window of all streams.</summary>
    public Features.TypingTrace Typing { get; init; }

    /// <summary>The open stretch of free typing of all streams.</summary>
    public Features.StyleTrace Style { get => style; init => style = value; }

    /// <summary>The shapes of the last pointer strokes.</summary>
    public Features.StrokeMemory Strokes { get; init; }

    /// <summary>The last key strokes, from which sketches are made.</summary>
    public Features.KeySketchTrace LastKeys { get; init; }

    /// <summary>How many sketches it has left.</summary>
    public SketchQuota Sketched { get; init; }

    /// <summary>How many sketches the user's sessions had left when it was opened: it is compared with the last of them.</summary>
    public long SketchesBefore { get; init; }

    /// <summary>
    /// How many other accounts' earlier sessions were found to have its input: 0, 1, or 2 for more. Each is counted once.
    /// </summary>
    public byte SharedWith { get; init; }

    /// <summary>The open sample of free typing for training, of all streams.</summary>
    public Profiles.FreeTextSums Sample { get => sample; init => sample = value; }

    /// <summary>The number of allowed batches in a row, at most 255.</summary>
    public byte Allows { get => allows; init => allows = value; }

    /// <summary>The number of windows contributed to training.</summary>
    public TrainingQuota Quota { get => quota; init => quota = value; }

    public ImmutableArray<StreamState> Streams { get; init; } = [];

    /// <summary>The latest client time of any batch, ms since the Unix epoch; 0 before the first.</summary>
    public double NewestInput { get; init; }

    /// <summary>Streams that were closed to make room. They stay closed, because a new start would accept their sequences again.</summary>
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
        SketchesBefore = state.Sketches.Added,
    }.After(state.BotLogOdds, policy, now).After(state.Excuses);

    /// <summary>
    /// The session as it counts now: without future times, and with changes of its user since it was last written. The same instance if
    /// nothing changed.
    /// </summary>
    public SessionState UpToDate(UserState user, Policy policy, DateTimeOffset now) =>
        AsOf(now, policy).After(user.Lifts).After(user.BotLogOdds, policy, now).After(user.Excuses);

    /// <summary>
    /// The session as the policy in shadow has it. A policy that comes into shadow while the session runs starts from the live account.
    /// </summary>
    public SessionState Under(Policy shadow) => Shadow is not { } state || state.Version != shadow.Version ? this : this with
    {
        Account = state.Account,
        Phase = state.Phase,
        Latched = state.Latched,
        UntrustedCredit = state.UntrustedCredit,
    };

    /// <summary>After a lift of its blocks, removes the latched block and the bot log odds.</summary>
    private SessionState After(Lifts lifts) => lifts.Last(Device) <= Lifts ? this : this with
    {
        Lifts = lifts.Count,
        Latched = null,
        Account = Account with { Bot = default },
    };

    /// <summary>Takes over what a passed challenge in another session has excused on the device.</summary>
    private SessionState After(Excuses excuses) =>
        excuses.Of(Device) is { } excuse && excuse.PassedAt > Excuse.PassedAt ? this with { Excuse = excuse } : this;

    /// <summary>
    /// Adds the bot log odds that other sessions have left since, so that a bot gains nothing by opening many sessions in advance.
    /// </summary>
    private SessionState After(CarriedBotLogOdds botLogOdds, Policy policy, DateTimeOffset now)
    {
        var carried = botLogOdds.Of(Device, now, policy);
        var rise = carried.Sum - Carried;
        if (Math.Abs(rise) < CarriedBotLogOdds.Step / 2)
            return this;
        var added = Math.Min(rise, policy.MaxCarriedBotLogOdds - Account.Bot.Sum);
        return this with
        {
            Carried = (float)carried.Sum,
            Account = added > 0 ? Account with { Bot = Account.Bot.Join(carried, added / carried.Sum, policy) } : Account,
        };
    }

    /// <summary>
    /// Replaces times that are further ahead than clocks may differ. Otherwise a session from a node whose clock is ahead would earn no
    /// time, and nothing in it would be judged, until the other nodes reach that time.
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

    /// <summary>The account, decayed by the idle time since the last evidence.</summary>
    public TrustAccount AccountAt(DateTimeOffset now, Policy policy) => Account.Decay(IdleAt(now), policy);

    /// <summary>Time since the last evidence, or since the session was opened.</summary>
    public TimeSpan IdleAt(DateTimeOffset now) => now - (LastEvidenceAt > OpenedAt ? LastEvidenceAt : OpenedAt);

    /// <summary>When the last batch arrived, or the session was opened; server ms.</summary>
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
    /// The open sample, started again after a rest: the earlier part may be another person's, and a later passed challenge verifies the
    /// whole sample. The open stretch goes on, but is of no sample.
    /// </summary>
    internal (Profiles.FreeTextSums Sample, Features.StyleTrace Style) SampleAt(DateTimeOffset now) =>
        now.ToUnixTimeMilliseconds() - LastBatchAt > LearningGate.VerifiesBack.TotalMilliseconds
            ? (NoSample, style.OfNoSample())
            : (sample, style);

    /// <summary>The decision facts at this time.</summary>
    public DecisionFacts FactsAt(UserState user, Policy policy, DateTimeOffset now) =>
        new(
            Phase,
            AccountAt(now, policy).Trust,
            Latched is not null
                || Account.Risk(policy, Disregarded(now, policy)) >= policy.BlockRisk
                || user.IsBlocked(Device, ChallengePassedAt, now, policy),
            HasPassed(policy, now),
            now - LastEvidenceAt <= policy.HighFreshness,
            Account.Recognizes(policy) || user.IsProven(Device, now, policy) || IsProvenByItself(now, policy)
        )
        {
            Barred = user.IsBarred(Device, ChallengePassedAt, now, policy),
            Agent = DeclaredAgent,
        };

    /// <summary>
    /// A challenge that was passed in an agent's session proves the user there, and nowhere else: it does not make the device known.
    /// </summary>
    private bool IsProvenByItself(DateTimeOffset now, Policy policy) =>
        IsOfAgent && Device != DeviceId.None && now - ChallengePassedAt < policy.PassProvesDeviceFor;

    /// <summary>
    /// The groups that cannot block now: those of keys while a challenge's outcome is awaited. Its code may be typed by a security key or a
    /// password manager, and a block would take away the way out.
    /// </summary>
    public GroupSet Disregarded(DateTimeOffset now, Policy policy)
    {
        foreach (var challenge in Challenges)
        {
            if (challenge.IsAwaited(now, policy))
                return GroupSet.OfKeys;
        }

        return GroupSet.None;
    }

    /// <summary>Whether a challenge was passed and is still valid.</summary>
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

    /// <summary>Whether the session has ended, or was revoked with all of its user's.</summary>
    public bool IsOver(UserState user) => Ended || OpenedAt <= user.RevokedAt;

    /// <summary>Ends the session for good.</summary>
    public SessionState End() => this with { Ended = true, CommitNumber = CommitNumber + 1 };

    /// <summary>Only for the scorer, before it returns a new state: the answer depends on the state that will contain it.</summary>
    internal void Record(RecentAnswer answer)
    {
        answers = answers.Add(answer);
        allows = answer.Verdict.Decision == Decision.Allow ? (byte)Math.Min(allows + 1, byte.MaxValue) : (byte)0;
    }

    /// <summary>Only for the scorer: counts the contributed windows, and after a BLOCK discards the open sample.</summary>
    internal void Contribute(Profiles.TrainingSample? contributed, bool forgetsSample)
    {
        if (contributed is not null)
            quota = quota.Plus(contributed);
        if (!forgetsSample)
            return;
        style = style.OfNoSample();
        if (sample.Strokes > 0)
            sample = new();
    }

    /// <summary>
    /// The streams with this one first, because it was written last. Only the first <see cref="MaxActiveStreams"/> keep their accumulators.
    /// A stream beyond <see cref="MaxStreams"/> is dropped, to be closed.
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
