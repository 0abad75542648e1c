using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Application.Access;

/// <summary>
/// Who calls, according to the credential: a tenant's API key, a person who signed in, or an ingest token for the batches of one session.
/// </summary>
/// <param name="Tenant">Comes from the credential, never from the request.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Grant">The session a token is bound to; null without a token.</param>
public sealed record Caller(TenantId Tenant, Scopes Scopes, IngestGrant? Grant = null)
{
    /// <summary>The id of the stored API key, or of the person; null for a token.</summary>
    public Guid? Key { get; init; }

    /// <summary>Whether <see cref="Key"/> is the id of a person who signed in by OpenID Connect. No stored key has it.</summary>
    public bool IsPerson { get; init; }

    /// <summary>Whether the credential may access this session.</summary>
    public bool MayTouch(SessionId session) => Grant is null || Grant.Session == session;
}

/// <summary>What an ingest token allows.</summary>
/// <param name="Session">The session.</param>
/// <param name="User">Its user.</param>
/// <param name="Device">Its device.</param>
/// <param name="OpenedDegraded">
/// The time of opening, if hot state was unavailable then: the first batch, within <see cref="CreationWindow"/>, creates the session.
/// </param>
public sealed record IngestGrant(SessionId Session, UserId User, DeviceId Device, DateTimeOffset? OpenedDegraded)
{
    /// <summary>Shorter than a session's idle timeout, so an expired session cannot be created again.</summary>
    public static readonly TimeSpan CreationWindow = TimeSpan.FromMinutes(10);

    /// <summary>The client origin at a degraded opening; the first batch is judged by it.</summary>
    public ClientOrigin ClientOrigin { get; init; }

    /// <summary>The place at a degraded opening.</summary>
    public Place? Place { get; init; }

    /// <summary>
    /// The agent that the back end declared at a degraded opening; empty for people. A browser cannot change it: the token is sealed.
    /// </summary>
    public string DeclaredAgent { get; init; } = "";

    public bool MayCreate(DateTimeOffset now) => OpenedDegraded is { } opened && now - opened < CreationWindow;
}
