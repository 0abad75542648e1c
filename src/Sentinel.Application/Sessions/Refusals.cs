using Sentinel.Application.Access;
using Sentinel.Application.ApiKeys;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Sessions;

/// <summary>
/// Counts requests that were refused because of their credential or their rate, and records them in the node's spool. The spool sums them
/// by session and second, so any number of refusals takes a few lines a second.
/// </summary>
public sealed class Refusals(ISpool spool, TimeProvider time)
{
    /// <summary>A token without a valid signature. Its tenant is unknown, so it goes to the default tenant's audit.</summary>
    public const string ForgedToken = "forged_token";

    /// <summary>A valid token, but for another session.</summary>
    public const string ForeignSession = "foreign_session";

    /// <summary>A key that no tenant has.</summary>
    public const string UnknownKey = "unknown_key";

    /// <summary>A tenant's key, or a sign-in made with it, that is used after the key has ended.</summary>
    public const string RevokedKey = "revoked_key", ExpiredKey = "expired_key";

    /// <summary>An address that sent too many requests without a known key, mostly guesses. Its tenant is unknown.</summary>
    public const string AddressLimited = "address_limited";

    /// <summary>A valid key above its rate limit.</summary>
    public const string KeyLimited = "key_limited";

    /// <summary>A session with too many refused batches; counted, not audited.</summary>
    public const string SessionLimited = "session_limited";

    /// <summary>Records an unknown, revoked or expired key. An undecided key is not recorded.</summary>
    public void Note(ApiKeyFinding finding)
    {
        switch (finding.Status)
        {
            case ApiKeyStatus.Unknown: Note(UnknownKey, TenantId.Default); break;
            case ApiKeyStatus.Revoked: Note(RevokedKey, finding.Tenant); break;
            case ApiKeyStatus.Expired: Note(ExpiredKey, finding.Tenant); break;
        }
    }

    public void Note(string what, TenantId tenant, IngestGrant? grant = null)
    {
        Metrics.Refused(what);
        var (user, session) = (grant?.User ?? UserId.Unknown, grant?.Session ?? SessionId.None);
        spool.Add(AuditRecord.Of(AuditKind.Refused, tenant, user, session, Decision.Block, time.GetUtcNow()) with { Action = what });
    }
}
