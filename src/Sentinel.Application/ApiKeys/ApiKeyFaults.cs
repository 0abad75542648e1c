using Sentinel.Application.Results;

namespace Sentinel.Application.ApiKeys;

internal static class ApiKeyFaults
{
    /// <summary>A key that ends sooner than this does not count as a remaining admin or operator key.</summary>
    public static readonly TimeSpan Lasting = TimeSpan.FromDays(1);

    public static readonly Fault Unknown = new(FaultKind.NotFound, "key_unknown", "No such key.");

    public static readonly Fault Ended = new(FaultKind.Conflict, "key_ended", "The key has expired or was revoked. Make a new one.");

    public static readonly Fault LastAdmin = new(
        FaultKind.Conflict, "last_admin_key",
        "This is the last admin key that can be used for another day. Without it, no key could be made. First make one that lasts longer.");

    public static readonly Fault LastOperator = new(
        FaultKind.Conflict, "last_operator_key",
            "This is the last operator key that can be used. Without it, no operator key could be made. First make another.");

    public static readonly Fault ScopeNotHeld = new(
        FaultKind.Forbidden, "scope_not_held",
            "Only a caller that has the scopes of a key may make or replace it, and only an operator may revoke an operator's. Use a "
            + "key that has them.");

    public static readonly Fault TooMany = new(
        FaultKind.Conflict,
        "too_many_keys",
        $"There are {ApiKeyChanges.MaxUsable} keys that can be used. Revoke some that are not needed."
    );
}
