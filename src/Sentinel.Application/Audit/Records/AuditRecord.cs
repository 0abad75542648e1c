using Sentinel.Application.Users.Records;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Audit.Records;

/// <summary>What was decided or done.</summary>
public enum AuditKind : byte
{
    SessionOpened, Batch, Evaluation, Challenge, SessionEnded, Degraded, Ban, BanLifted,

    /// <summary>A baseline was published, or rolled back to; the row has its version.</summary>
    Baseline,

    /// <summary>What was learnt of a user was forgotten.</summary>
    ProfileForgotten,

    /// <summary>Everything of a user was erased; the row does not say whose.</summary>
    UserErased,

    /// <summary>
    /// An API key was made, or replaced by a successor, or revoked: the row's target is the key's id. No actor, where a start did it; it
    /// replaces a key by itself with more scopes, which the row's action names.
    /// </summary>
    KeyMade, KeyReplaced, KeyRevoked,

    /// <summary>
    /// A credential was refused for what it is; the row's action says why. Summed per session and second like degraded answers.
    /// </summary>
    Refused,

    /// <summary>A user's blocks were lifted: on the device that the row's target names by its hash, or on all where it has none.</summary>
    BlocksLifted,

    /// <summary>What is kept of a user was read; the row's action says what: <c>profile</c> or <c>ban</c>.</summary>
    UserRead,

    /// <summary>All that is kept of a user was exported.</summary>
    UserExported,

    /// <summary>
    /// Rows of the audit were read: the user's where the row names one, the session's that is its target, else everybody's. Its action
    /// says how.
    /// </summary>
    AuditRead,
}

/// <summary>
/// One accepted commit, as the audit keeps it: no events, no timings, no text. The commit number and the previous commit's id chain the
/// records of a session; two records with the same predecessor would prove a fork.
/// </summary>
public sealed record AuditRecord
{
    /// <summary>A record that is no commit of a session, under an id of its own; the time is cut to the audit's resolution.</summary>
    public static AuditRecord Of(
        AuditKind kind,
        TenantId tenant,
        UserId user,
        SessionId session,
        Decision decision,
        DateTimeOffset at,
        int policyVersion = 0,
        int baselineVersion = 0
    )
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
        return new()
        {
            Verdict = new()
            {
                DecisionId = Guid.CreateVersion7(now),
                Decision = decision,
                PolicyVersion = policyVersion,
                BaselineVersion = baselineVersion,
            },
            DecidedAt = now,
            Kind = kind,
            Tenant = tenant,
            User = user,
            Session = session,
        };
    }

    /// <summary>What was decided, and on what.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Time-ordered; with <see cref="DecidedAt"/> the primary key.</summary>
    public Guid DecisionId => Verdict.DecisionId;

    /// <summary>Server time, whole milliseconds, UTC.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    public required AuditKind Kind { get; init; }

    public required TenantId Tenant { get; init; }

    public required UserId User { get; init; }

    /// <summary><see cref="SessionId.None"/> in the record of a ban or of a baseline.</summary>
    public required SessionId Session { get; init; }

    /// <summary>The stream of a batch; empty otherwise.</summary>
    public string Stream { get; init; } = "";

    /// <summary>The sequence of a batch; 0 otherwise.</summary>
    public long Sequence { get; init; }

    /// <summary>
    /// The action of an evaluation, the method of a challenge, what was read, or why a credential was refused; empty otherwise.
    /// </summary>
    public string Action { get; init; } = "";

    /// <summary>
    /// The id of the API key that did it, in what administrators do and in challenges; empty otherwise, and where no stored key did.
    /// </summary>
    public string Actor { get; init; } = "";

    /// <summary>
    /// What it was done to, where that is neither the user nor the session of the row: a key, a challenge, a device's hash, a session
    /// that was read; empty otherwise.
    /// </summary>
    public string Target { get; init; } = "";

    /// <summary>The sensitivity that was asked for; batches are decided at MEDIUM.</summary>
    public Sensitivity Sensitivity { get; init; } = Sensitivity.Medium;

    public Decision Decision => Verdict.Decision;

    /// <summary>How a challenge was reported; null in a record of another kind.</summary>
    public ChallengeOutcome? ChallengeOutcome { get; init; }

    /// <summary>
    /// 1 for the write that opened the session; 0 in a degraded record, in that of a ban or of a baseline, and in that of an evaluation
    /// that was answered BLOCK without a commit.
    /// </summary>
    public long CommitNumber { get; init; }

    /// <summary>The id this commit wrote.</summary>
    public CommitId Commit { get; init; }

    /// <summary>The id it replaced; <see cref="CommitId.None"/> for the first.</summary>
    public CommitId PreviousCommit { get; init; }

    /// <summary>
    /// What the decision's windows may teach. It waits in the outbox with the record and goes to the training samples, not to the audit.
    /// </summary>
    public TrainingSample TrainingSample { get; init; } = TrainingSample.Empty;

    /// <summary>What the learning gate says of them.</summary>
    public LearningOutcome Learning { get; init; }

    /// <summary>
    /// The user's strikes and ban where the commit changed them. It waits in the outbox with the record and goes to the sanctions, not to
    /// the audit.
    /// </summary>
    public UserSanctions? Sanctions { get; init; }

    /// <summary>
    /// How many answers the row stands for: 1, except in degraded and refused rows, which are summed per session and second.
    /// </summary>
    public int Count { get; init; } = 1;
}
