using Sentinel.Application.Sessions;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>Signed, expiring tokens for browsers: good for the batches of one session alone.</summary>
public interface IIngestTokens
{
    string Issue(TenantId tenant, IngestGrant grant, DateTimeOffset expiresAt);

    /// <summary>Null for a token that is forged, damaged or expired.</summary>
    Caller? Verify(string token);
}
