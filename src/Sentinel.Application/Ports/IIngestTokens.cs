using Sentinel.Application.Access;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>Signed, expiring tokens for browsers, valid for the batches of one session.</summary>
public interface IIngestTokens
{
    string Issue(TenantId tenant, IngestGrant grant, DateTimeOffset expiresAt);

    /// <summary>Null for a token that is forged, damaged or expired.</summary>
    /// <param name="token">The token as sent.</param>
    /// <param name="expired">Whether the token is genuine but expired.</param>
    Caller? Verify(string token, out bool expired);
}
