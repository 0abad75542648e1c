using Sentinel.Domain.Sessions;

namespace Sentinel.Api.Contracts;

/// <summary>A user's ban.</summary>
/// <param name="UserId">The banned user.</param>
/// <param name="Since">When the ban was made, server time.</param>
/// <param name="ExpiresAt">When the ban expires; null if it is permanent.</param>
/// <param name="Permanent">True if the ban stays until it is lifted.</param>
public sealed record BanAnswer(string UserId, DateTimeOffset Since, DateTimeOffset? ExpiresAt, bool Permanent)
{
    internal static BanAnswer Of(string userId, Ban ban) => new(userId, ban.At, ban.IsPermanent ? null : ban.Until, ban.IsPermanent);
}
