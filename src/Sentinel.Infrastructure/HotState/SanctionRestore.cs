using Sentinel.Application.Sessions.Records;
using Sentinel.Application.Users.Records;
using Sentinel.Domain.Sessions;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>Publishes strikes and bans from cold storage to hot state; newer ones in hot state stay.</summary>
internal sealed class SanctionRestore(IConnectionMultiplexer redis, HotStateOptions options, TimeProvider time)
{
    /// <summary>Users whose commands run at the same time.</summary>
    private const int Slice = 200;

    private const int MaxAttempts = 6;

    private static readonly RedisValue[] Fields = ["e", "d"];

    /// <param name="read">Reads cold storage. It is called again at the end, to remove users who were erased meanwhile.</param>
    /// <returns>The number of users brought up to date.</returns>
    public async Task<int> Run(Func<Task<IReadOnlyList<StoredSanctions>>> read)
    {
        List<(StoredSanctions Kept, CommitId Epoch)> brought = [];
        foreach (var slice in (await read()).Chunk(Slice))
        {
            var epochs = await Task.WhenAll(slice.Select(Bring));
            brought.AddRange(slice.Zip(epochs).Where(one => one.Second != CommitId.None));
        }

        if (brought.Count == 0) return 0;
        var there = (await read()).Select(kept => (kept.Tenant, kept.User)).ToHashSet();
        // Sanctions that expired meanwhile are not read either, but their user was not erased.
        var now = time.GetUtcNow();
        var erased = brought.Where(one => one.Kept.Sanctions.ExpiresAt > now && !there.Contains((one.Kept.Tenant, one.Kept.User)));
        foreach (var (kept, epoch) in erased)
            await redis.GetDatabase().ScriptEvaluateAsync(LossScripts.Remove, [KeyOf(kept)], [UserCodec.EncodeEpoch(epoch)]);
        return brought.Count;
    }

    private static RedisKey KeyOf(StoredSanctions kept) => RedisKeys.User(kept.Tenant, Partition.Of(kept.Tenant, kept.User), kept.User);

    /// <returns>The user's new epoch; none if hot state had these sanctions or newer ones.</returns>
    private async Task<CommitId> Bring(StoredSanctions kept)
    {
        var (database, key) = (redis.GetDatabase(), KeyOf(kept));
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var stored = await database.HashGetAsync(key, Fields);
            var hot = UserCodec.Decode((byte[]?)stored[0], (byte[]?)stored[1], default, 0);
            if (hot.IsUnreadable || hot.SanctionsNumber >= kept.Sanctions.Number) return CommitId.None;
            var cold = UserCodec.Decode(default, kept.Sanctions.Content, default, 0);
            // Sanctions of a newer version are written unchanged: a user who cannot be read gets no decision.
            var content = cold.IsUnreadable ? kept.Sanctions.Content
                : UserCodec.EncodeSanctions(cold with { Openings = hot.Openings, RateLimit = hot.RateLimit });
            var lifetime = Math.Max(
                options.UserLifetime.TotalMilliseconds,
                (kept.Sanctions.ExpiresAt - time.GetUtcNow()).TotalMilliseconds
            );
            RedisValue expected = hot.Epoch == CommitId.None ? RedisValue.EmptyString : UserCodec.EncodeEpoch(hot.Epoch);
            var epoch = CommitId.New();
            var written = await database.ScriptEvaluateAsync(
                LossScripts.Restore, [key],
                [expected, UserCodec.EncodeEpoch(epoch), content, (long)lifetime, cold.RevokedAt != hot.RevokedAt]);
            if ((int)written == 1) return epoch;
        }

        throw new HotStateUnavailableException("Others kept changing a user whose sanctions are to be published.");
    }
}
