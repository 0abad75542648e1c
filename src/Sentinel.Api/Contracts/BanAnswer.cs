using Sentinel.Domain.Sessions;

namespace Sentinel.Api.Contracts;

/// <summary>A user's ban.</summary>
/// <param name="UserId">Who.</param>
/// <param name="Since">When it was made, server time.</param>
/// <param name="ExpiresAt">When it ends by itself; a hundred years after its start when none was given.</param>
public sealed record BanAnswer(string UserId, DateTimeOffset Since, DateTimeOffset ExpiresAt)
{
    internal static BanAnswer Of(string userId, Ban ban) => new(userId, ban.At, ban.Until);
}
