using Sentinel.Application.Results;

namespace Sentinel.Application.Sessions;

internal static class SessionFaults
{
    public static readonly Fault Foreign =
        new(FaultKind.Forbidden, "foreign_session", "The ingest token belongs to another session.");

    public static readonly Fault TooManyOpenings = new(
        FaultKind.TooMany,
        "too_many_sessions",
        "This user has opened too many sessions. Use one that is open, or wait for as long as Retry-After says."
    );

    public static readonly Fault TooManyAnswers = new(
        FaultKind.TooMany,
        "too_many_idempotency_keys",
        "This session has 1,000 answers under idempotency keys, which is the most. Open a new session, or ask without a key."
    );

    public static readonly Fault TooFast = new(
        FaultKind.TooMany,
        "too_many_batches",
        "This session has sent too many batches and evaluations. Wait for as long as Retry-After says, then send this one again."
    );

    public static readonly Fault OtherUser = new(FaultKind.Invalid, "other_user", "The session belongs to another user.")
    {
        Violations = [new("userId", "must be the session's user")],
    };
}
