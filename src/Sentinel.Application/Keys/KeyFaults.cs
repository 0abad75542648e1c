using Sentinel.Application.Results;

namespace Sentinel.Application.Keys;

internal static class KeyFaults
{
    public static readonly Fault Unknown = new(FaultKind.NotFound, "key_unknown", "No such key.");

    public static readonly Fault Ended = new(FaultKind.Conflict, "key_ended", "The key has expired or was revoked. Make a new one.");

    public static readonly Fault LastAdmin = new(
        FaultKind.Conflict, "last_admin_key", "This is the last admin key that can be used: without it nobody could make another. Make one first.");

    public static readonly Fault TooMany = new(
        FaultKind.Conflict, "too_many_keys", $"There are {KeyChanges.MaxUsable} keys that can be used. Revoke some that are not needed.");
}
