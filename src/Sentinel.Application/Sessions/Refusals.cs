using Sentinel.Application.Audit;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Sessions;

/// <summary>
/// Notes credentials that were refused for what they are, by way of the node's spool, which sums them by session and second: however many come, they take a line a second.
/// </summary>
public sealed class Refusals(ISpool spool, TimeProvider time)
{
    /// <summary>A token that nobody has signed, or that was changed: whose it would be, nobody knows, so the default tenant's audit has it.</summary>
    public const string ForgedToken = "forged_token";

    /// <summary>A good token, for another session.</summary>
    public const string ForeignSession = "foreign_session";

    /// <summary>A key that no tenant has.</summary>
    public const string UnknownKey = "unknown_key";

    public void Note(string what, TenantId tenant, IngestGrant? grant = null) => spool.Add(
        AuditRecord.Of(AuditKind.Refused, tenant, grant?.User ?? UserId.Unknown, grant?.Session ?? SessionId.None, Decision.Block, time.GetUtcNow()) with { Action = what });
}
