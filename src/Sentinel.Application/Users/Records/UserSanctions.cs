using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Users.Records;

/// <summary>A user's strikes and ban, as sent with an audit record.</summary>
/// <param name="Number">See <see cref="UserState.SanctionsNumber"/>.</param>
/// <param name="ExpiresAt">When the last of them expires.</param>
/// <param name="Content">Opaque here; nodes and cold storage share the format.</param>
public sealed record UserSanctions(long Number, DateTimeOffset ExpiresAt, byte[] Content);

/// <param name="Tenant">The user's tenant.</param>
/// <param name="User">The user.</param>
/// <param name="Sanctions">The newest sanctions that have arrived.</param>
public sealed record StoredSanctions(TenantId Tenant, UserId User, UserSanctions Sanctions);
