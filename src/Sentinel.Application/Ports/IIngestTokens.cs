using Sentinel.Application.Access;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>Signed, expiring tokens for browsers: good for the batches of one session alone.</summary>
public interface IIngestTokens
{
    string Issue(TenantId tenant, IngestGrant grant, DateTimeOffset expiresAt);

    /// <summary>Null for a token that is forged, damaged or expired.</summary>
    /// <param name="token">As it was sent.</param>
    /// <param name="expired">Whether it is one of ours, and only too old.</param>
    Caller? Verify(string token, out bool expired);
}
