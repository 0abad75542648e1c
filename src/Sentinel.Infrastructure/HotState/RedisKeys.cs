using System.Security.Cryptography;
using System.Text;
using Sentinel.Domain.Sessions;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>The keys of hot state; the hash tag keeps all keys of a user in one cluster slot.</summary>
internal static class RedisKeys
{
    public static RedisKey Session(TenantId tenant, SessionId session) => $"{{p{session.Partition}}}:s:{tenant}:{session}";

    public static RedisKey User(TenantId tenant, Partition partition, UserId user) => $"{{p{partition}}}:u:{tenant}:{user}";

    public static RedisKey Outbox(Partition partition) => $"{{p{partition}}}:o";

    /// <summary>The answers under the session's idempotency keys: a hash by key name.</summary>
    public static RedisKey Answers(TenantId tenant, SessionId session) => $"{{p{session.Partition}}}:i:{tenant}:{session}";

    /// <summary>The user's published baseline.</summary>
    public static RedisKey Baseline(TenantId tenant, Partition partition, UserId user) => $"{{p{partition}}}:b:{tenant}:{user}";

    /// <summary>When the user was erased, kept while an older token could create a session; the name is hashed.</summary>
    public static RedisKey Erased(TenantId tenant, Partition partition, UserId user) =>
        $"{{p{partition}}}:z:{tenant}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user.Value)).AsSpan(0, 16))}";

    /// <summary>The partition's mark, which shows a loss: ADR 0009.</summary>
    public static RedisKey Marker(Partition partition) => $"{{p{partition}}}:m";

    /// <summary>Outbox elements that a drain could not read. A sweep of a version that can read them puts them back.</summary>
    public static RedisKey Unreadable(Partition partition) => $"{{p{partition}}}:x";
}
