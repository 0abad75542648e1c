using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Users.Records;

/// <summary>A user's strikes and ban, as they travel with an audit record.</summary>
/// <param name="Number">See <see cref="UserState.SanctionsNumber"/>.</param>
/// <param name="ExpiresAt">When nothing of it stands any more.</param>
/// <param name="Content">Opaque here; nodes and cold storage share its format.</param>
public sealed record UserSanctions(long Number, DateTimeOffset ExpiresAt, byte[] Content);

/// <param name="Tenant">Whose user it is.</param>
/// <param name="User">The user.</param>
/// <param name="Sanctions">The newest that has arrived.</param>
public sealed record StoredSanctions(TenantId Tenant, UserId User, UserSanctions Sanctions);
