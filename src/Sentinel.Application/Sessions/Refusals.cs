using Sentinel.Application.Access;
using Sentinel.Application.ApiKeys;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Sessions;

/// <summary>
/// Counts requests that were refused for what their credentials are, or for how many they were, and notes them by way of the node's
/// spool, which
/// sums them by session and second: however many come, they take a few lines a second.
/// </summary>
public sealed class Refusals(ISpool spool, TimeProvider time)
{
    /// <summary>
    /// A token that nobody has signed, or that was changed: whose it would be, nobody knows, so the default tenant's audit has it.
    /// </summary>
    public const string ForgedToken = "forged_token";

    /// <summary>A good token, for another session.</summary>
    public const string ForeignSession = "foreign_session";

    /// <summary>A key that no tenant has.</summary>
    public const string UnknownKey = "unknown_key";

    /// <summary>A key of a tenant that has ended, with its sign-ins: somebody goes on with it.</summary>
    public const string RevokedKey = "revoked_key", ExpiredKey = "expired_key";

    /// <summary>
    /// An address that has sent too much without a key that is known here: guesses, most of the time, and of nobody knows whom.
    /// </summary>
    public const string AddressLimited = "address_limited";

    /// <summary>A good key that sends more than it may.</summary>
    public const string KeyLimited = "key_limited";

    /// <summary>A session of which too many batches were refused; counted, not audited.</summary>
    public const string SessionLimited = "session_limited";

    /// <summary>Notes a key that opens nothing. Where nobody can tell whether it does, nothing is known of it.</summary>
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
