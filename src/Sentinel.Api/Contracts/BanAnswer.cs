using Sentinel.Domain.Sessions;

namespace Sentinel.Api.Contracts;

/// <summary>A user's ban.</summary>
/// <param name="UserId">Who.</param>
/// <param name="Since">When it was made, server time.</param>
/// <param name="ExpiresAt">When it ends by itself; null for a permanent one.</param>
/// <param name="Permanent">It stands until it is lifted.</param>
public sealed record BanAnswer(string UserId, DateTimeOffset Since, DateTimeOffset? ExpiresAt, bool Permanent)
{
    internal static BanAnswer Of(string userId, Ban ban) => new(userId, ban.At, ban.IsPermanent ? null : ban.Until, ban.IsPermanent);
}
