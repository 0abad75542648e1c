using Sentinel.Application.Results;

namespace Sentinel.Application.Sessions;

internal static class SessionFaults
{
    public static readonly Fault Foreign =
        new(FaultKind.Forbidden, "foreign_session", "The ingest token belongs to another session.");

    public static readonly Fault OtherUser = new(FaultKind.Invalid, "other_user", "The session belongs to another user.")
    {
        Violations = [new("userId", "must be the session's user")],
    };
}
