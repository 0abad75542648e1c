using Microsoft.Extensions.Logging;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>The drain's access to the outbox lists.</summary>
internal sealed partial class RedisOutbox(IConnectionMultiplexer redis, RedisGate gate, ILogger<RedisOutbox> logger) : IOutbox
{
    private const int PageSize = 5_000;

    public async Task<OutboxSlice> Peek(Partition partition, int limit, CancellationToken cancel)
    {
        if (gate.IsHeld) throw new HotStateUnavailableException("Hot state is being recovered.");
        var elements = await Guard(redis.GetDatabase().ListRangeAsync(RedisKeys.Outbox(partition), 0, limit - 1), cancel);
        var records = new List<AuditRecord>(elements.Length);
        foreach (var element in elements)
        {
            if (AuditRecordCodec.Decode((byte[])element!) is { } record)
                records.Add(record);
            else
                await SetAside(partition, element, cancel);
        }

        return elements.Length == 0
            ? new([], 0, default, default)
            : new(records, elements.Length, (byte[])elements[0]!, (byte[])elements[^1]!);
    }

    public Task Trim(Partition partition, OutboxSlice slice, CancellationToken cancel) => Guard(
        redis.GetDatabase().ScriptEvaluateAsync(
            CommitScript.Trim, [RedisKeys.Outbox(partition)], [slice.First, slice.Last, slice.Length]),
        cancel);

    public async Task<IReadOnlySet<SessionId>> SessionsOf(TenantId tenant, UserId user, CancellationToken cancel)
    {
        var sessions = new HashSet<SessionId>();
        for (var from = 0L; ; from += PageSize)
        {
            var elements = await Guard(
                redis.GetDatabase().ListRangeAsync(RedisKeys.Outbox(Partition.Of(tenant, user)), from, from + PageSize - 1),
                cancel
            );
            foreach (var element in elements)
            {
                if (
                    AuditRecordCodec.Decode((byte[])element!) is { } record
                    && record.Tenant == tenant
                    && record.User == user
                    && record.Session != SessionId.None
                )
                    sessions.Add(record.Session);
            }

            if (elements.Length < PageSize)
                return sessions;
        }
    }

    public async Task<IReadOnlyList<Partition>> Pending(CancellationToken cancel)
    {
        foreach (var partition in await Held(RedisKeys.Unreadable, (database, key) => database.SetLengthAsync(key), cancel))
            await TakeBack(partition, cancel);
        return await Held(RedisKeys.Outbox, (database, key) => database.ListLengthAsync(key), cancel);
    }

    /// <summary>The partitions whose key is not empty.</summary>
    private async Task<IReadOnlyList<Partition>> Held(
        Func<Partition, RedisKey> key, Func<IDatabase, RedisKey, Task<long>> length, CancellationToken cancel)
    {
        var all = Enumerable.Range(0, Partition.Count).Select(i => new Partition((byte)i)).ToArray();
        if (await Guard(redis.HasNone(all.Select(key)), cancel)) return [];
        var database = redis.GetDatabase();
        var lengths = await Guard(Task.WhenAll(all.Select(partition => length(database, key(partition)))), cancel);
        return [.. all.Where((_, i) => lengths[i] > 0)];
    }

    /// <summary>Puts back elements that another version set aside and this one can read.</summary>
    private async Task TakeBack(Partition partition, CancellationToken cancel)
    {
        var (database, aside) = (redis.GetDatabase(), RedisKeys.Unreadable(partition));
        foreach (var element in await Guard(database.SetScanAsync(aside, pageSize: PageSize).ToListAsync(cancel).AsTask(), cancel))
        {
            if (AuditRecordCodec.Decode((byte[])element!) is not null)
                await Guard(
                    database.ScriptEvaluateAsync(CommitScript.TakeBack, [aside, RedisKeys.Outbox(partition)], [element]), cancel);
        }
    }

    /// <summary>Moves an unreadable element to a set beside the list, so that nothing is lost and the drain continues.</summary>
    private async Task SetAside(Partition partition, RedisValue element, CancellationToken cancel)
    {
        if (await Guard(redis.GetDatabase().SetAddAsync(RedisKeys.Unreadable(partition), element), cancel))
        {
            Metrics.FoundUnreadable("audit");
            LogUnreadable(partition.Value);
        }
    }

    private static async Task<T> Guard<T>(Task<T> call, CancellationToken cancel)
    {
        try
        {
            return await call.WaitAsync(cancel);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            throw new HotStateUnavailableException("Hot state did not answer.", e);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "An outbox record of partition {Partition} cannot be read by this version; it is kept in the set :x of the partition."
    )]
    private partial void LogUnreadable(byte partition);
}
