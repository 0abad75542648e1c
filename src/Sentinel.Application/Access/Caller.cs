using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Application.Access;

/// <summary>
/// Who calls, as the credential says: a tenant's key, or an ingest token that is good for the batches of one session alone.
/// </summary>
/// <param name="Tenant">From the credential, never from the request.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Grant">The session a token is bound to; null for a key.</param>
public sealed record Caller(TenantId Tenant, Scopes Scopes, IngestGrant? Grant = null)
{
    /// <summary>The id of the stored key that this is; null for a token.</summary>
    public Guid? Key { get; init; }

    /// <summary>Whether the credential may touch this session at all.</summary>
    public bool MayTouch(SessionId session) => Grant is null || Grant.Session == session;
}

/// <summary>What an ingest token vouches for.</summary>
/// <param name="Session">The session.</param>
/// <param name="User">Its user.</param>
/// <param name="Device">Its device.</param>
/// <param name="OpenedDegraded">
/// When the session was opened while hot state was away, the time of it: its first batch, within <see cref="CreationWindow"/>, creates the
/// state.
/// </param>
public sealed record IngestGrant(SessionId Session, UserId User, DeviceId Device, DateTimeOffset? OpenedDegraded)
{
    /// <summary>Shorter than a session's idle life, so that a state which expired cannot be created again.</summary>
    public static readonly TimeSpan CreationWindow = TimeSpan.FromMinutes(10);

    /// <summary>Where the user was when the session was opened while hot state was away; its first batch is judged by it.</summary>
    public ClientOrigin ClientOrigin { get; init; }

    /// <summary>Likewise.</summary>
    public Place? Place { get; init; }

    public bool MayCreate(DateTimeOffset now) => OpenedDegraded is { } opened && now - opened < CreationWindow;
}
