using Microsoft.Extensions.Logging;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// Garnet logs the writes of a script one by one, so a kill -9 can keep the first and lose the rest (measured: about one kill in five under
/// load, only commits that were not answered). A script writes the session last, so a record whose session did not reach its commit is
/// undone before anything else runs. Redis logs a script as a whole.
/// </summary>
public sealed partial class GarnetRecovery(
    IConnectionMultiplexer redis, IOutbox outbox, PoliciesInForce policies, TimeProvider time, ILogger<GarnetRecovery> logger)
{
    /// <summary>To be called once, before the first commit and the first drain.</summary>
    public async Task Run()
    {
        foreach (var partition in await outbox.Pending(CancellationToken.None))
        {
            var elements = await redis.GetDatabase().ListRangeAsync(RedisKeys.Outbox(partition));
            var newest = elements
                .Select(element => (Element: element, Record: AuditRecordCodec.Decode((byte[])element!)))
                .Where(pair => pair.Record is { CommitNumber: > 0 })
                .GroupBy(pair => pair.Record!.Session)
                .Select(session => session.MaxBy(pair => pair.Record!.CommitNumber));
            foreach (var (element, record) in newest)
            {
                if (await Happened(record!))
                    continue;
                await redis.GetDatabase().ListRemoveAsync(RedisKeys.Outbox(partition), element, -1);
                LogUndone(record!.Session, record.CommitNumber);
            }
        }
    }

    /// <summary>
    /// False if the session is still in the state before the commit. A session that has expired since had reached its commits.
    /// </summary>
    private async Task<bool> Happened(AuditRecord record)
    {
        var stored = await redis.GetDatabase().StringGetAsync(RedisKeys.Session(record.Tenant, record.Session));
        if (stored.IsNull)
            return record.CommitNumber > 1 || time.GetUtcNow() - record.DecidedAt >= policies.Of(record.Tenant).SessionIdle;
        return SessionCodec.StoredCommit((byte[])stored!) != record.PreviousCommit;
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Commit {Number} of {Session} was cut off by a crash and is undone; its client was not answered"
    )]
    private partial void LogUndone(SessionId session, long number);
}
