using System.Collections.Immutable;
using Sentinel.Application.Users.Records;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Audit.Records;

/// <summary>What was decided or done.</summary>
public enum AuditKind : byte
{
    SessionOpened, Batch, Evaluation, Challenge, SessionEnded, Degraded, Ban, BanLifted,

    /// <summary>A baseline was published or rolled back to; the row has its version.</summary>
    Baseline,

    /// <summary>What was learned about a user was deleted.</summary>
    ProfileForgotten,

    /// <summary>All data of a user was erased; the row does not name the user.</summary>
    UserErased,

    /// <summary>
    /// An API key was created, replaced by a successor, or revoked. The row's target is the key's id. Without an actor, the server did it
    /// at its start: it gave a key more scopes, which the row's action names.
    /// </summary>
    KeyMade, KeyReplaced, KeyRevoked,

    /// <summary>
    /// A credential was refused; the row's action gives the reason. Summed per session and second, like degraded answers.
    /// </summary>
    Refused,

    /// <summary>A user's blocks were lifted: on the device whose hash is the row's target, or on all devices if it has no target.</summary>
    BlocksLifted,

    /// <summary>A user's data was read; the row's action names which: <c>profile</c>, <c>ban</c> or <c>list</c>.</summary>
    UserRead,

    /// <summary>All data of a user was exported.</summary>
    UserExported,

    /// <summary>
    /// Audit rows were read: of the row's user, of the session that is its target, or of all users if it names neither. The row's action
    /// tells how.
    /// </summary>
    AuditRead,

    /// <summary>
    /// A session was found to have input of other accounts' earlier sessions; the row's target is one of these sessions, the first.
    /// </summary>
    SharedInput,

    /// <summary>
    /// A browser got the cookie of the pages. The row's action is <c>key</c>, or <c>oidc</c> for a person, whose name at the identity
    /// provider is the target.
    /// </summary>
    SignedIn,

    /// <summary>
    /// A version of the policy was created, edited, approved, put into shadow, made live or rolled back. The row's action names the step,
    /// its target the version, and its note the reason.
    /// </summary>
    Policy,

    /// <summary>A simulation of a policy, the row's target, was started or stopped; the row's action tells which.</summary>
    Simulation,

    /// <summary>
    /// An entry of the tenant's lists was made, or ended before its time. The row's target is the entry's id, its action the effect, and
    /// its user the one that the entry names.
    /// </summary>
    ListEntryMade, ListEntryEnded,

    /// <summary>All sessions of a user were revoked: those that were opened until then are over.</summary>
    SessionsRevoked,
}

/// <summary>
/// One decision or administrative act, without events, timings or text. The commit number and the previous commit's id chain the records of
/// a session; two records with the same predecessor prove a fork.
/// </summary>
public sealed record AuditRecord
{
    /// <summary>Creates a record that is not a session's commit, with a new id. The time is cut to the audit's resolution.</summary>
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
        var now = StoredTime.Of(at);
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

    /// <summary>The decision, with its scores and reasons.</summary>
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

    /// <summary>The agent that the site declared when the session was opened; empty for people, and without a session.</summary>
    public string DeclaredAgent { get; init; } = "";

    /// <summary>The stream of a batch; empty otherwise.</summary>
    public string Stream { get; init; } = "";

    /// <summary>The sequence of a batch; 0 otherwise.</summary>
    public long Sequence { get; init; }

    /// <summary>
    /// The action of an evaluation, the method of a challenge, what was read, how somebody signed in, or why a credential was refused;
    /// otherwise empty.
    /// </summary>
    public string Action { get; init; } = "";

    /// <summary>The id of the API key, or of the person, behind an administrative act or a challenge; otherwise empty.</summary>
    public string Actor { get; init; } = "";

    /// <summary>
    /// The target, if it is neither the user nor the session of the row: a key, a challenge, a device's hash, another session, a
    /// version of the policy, or who signed in; otherwise empty.
    /// </summary>
    public string Target { get; init; } = "";

    /// <summary>Why an administrator did it, in their words; otherwise empty. Not in records that wait in the outbox.</summary>
    public string Note { get; init; } = "";

    /// <summary>The requested sensitivity; batches are decided at MEDIUM.</summary>
    public Sensitivity Sensitivity { get; init; } = Sensitivity.Medium;

    public Decision Decision => Verdict.Decision;

    /// <summary>The strongest reason, if the batch made the session's decision stricter; otherwise null.</summary>
    public ReasonCode? TurnedBy { get; init; }

    /// <summary>The session's posterior probability of an impostor after the decision, 0..1; null in a record without scores.</summary>
    public double? ImpostorRisk { get; init; }

    /// <summary>The reported outcome of a challenge; null in a record of another kind.</summary>
    public ChallengeOutcome? ChallengeOutcome { get; init; }

    /// <summary>
    /// 1 for the write that opened the session. 0 in a record of a degraded answer, of a ban or baseline, or of an evaluation that was
    /// answered BLOCK without a commit.
    /// </summary>
    public long CommitNumber { get; init; }

    /// <summary>The id this commit wrote.</summary>
    public CommitId Commit { get; init; }

    /// <summary>The id it replaced; <see cref="CommitId.None"/> for the first.</summary>
    public CommitId PreviousCommit { get; init; }

    /// <summary>
    /// The decision's windows for training. It waits in the outbox with the record and goes to the training samples, not to the audit.
    /// </summary>
    public TrainingSample TrainingSample { get; init; } = TrainingSample.Empty;

    /// <summary>The learning gate's outcome for the training sample.</summary>
    public LearningOutcome Learning { get; init; }

    /// <summary>
    /// The sketches of the decision's new input. The commit adds them to the user's in hot state. They wait in the outbox with the record
    /// and go to the tenant's sketches, not to the audit.
    /// </summary>
    public ImmutableArray<InputSketch> Sketches { get; init; } = [];

    /// <summary>
    /// The user's strikes and ban, if the commit changed them. It waits in the outbox with the record and goes to the sanctions, not to the
    /// audit.
    /// </summary>
    public UserSanctions? Sanctions { get; init; }

    /// <summary>
    /// The number of answers that the row represents: 1, except in degraded and refused rows, which are summed per session and second.
    /// </summary>
    public int Count { get; init; } = 1;
}
