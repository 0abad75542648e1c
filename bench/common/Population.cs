using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.HotState;
using StackExchange.Redis;

namespace Sentinel.Bench;

/// <summary>Numbered sessions, each with its own user, stored in Redis as Sentinel writes them.</summary>
internal static class Population
{
    private const int Batch = 2_000;

    /// <summary>The user and session of a number.</summary>
    public static (UserId User, SessionId Session) Of(int number)
    {
        var user = UserId.Parse($"u-{number}");
        return (user, SessionId.Parse($"s{Partition.Of(TenantId.Default, user)}-{number:x32}"));
    }

    /// <summary>Stores mature states for the sessions from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public static async Task Fill(IDatabase redis, int from, int to, Action<int> progress)
    {
        var (user, session) = Of(0);
        var mature = MatureSession.After(MatureSession.Batches, TenantId.Default, user, session);
        for (var start = from; start < to; start += Batch)
        {
            var writing = Enumerable.Range(start, Math.Min(Batch, to - start)).Select(number =>
            {
                var (owner, id) = Of(number);
                var bytes = SessionCodec.Encode(mature with { User = owner, Id = id }, CommitId.New());
                return redis.StringSetAsync(RedisKeys.Session(TenantId.Default, id), bytes, TimeSpan.FromHours(6));
            });
            await Task.WhenAll(writing.ToArray());
            progress(Math.Min(start + Batch, to));
        }
    }
}
