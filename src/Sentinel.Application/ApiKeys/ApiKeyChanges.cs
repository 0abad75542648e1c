using Microsoft.Extensions.Logging;
using Sentinel.Application.Access;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.ApiKeys;

/// <summary>
/// The only way to change a tenant's keys: decide on all of them, write, update this node at once, and add a log line and an audit record.
/// </summary>
public sealed partial class ApiKeyChanges(
    IApiKeys store,
    ApiKeyCache ring,
    AdministrativeAudit audit,
    TimeProvider time,
    ILogger<ApiKeyChanges> logger
)
{
    /// <summary>Maximum number of usable keys of one tenant: each node holds them all in memory.</summary>
    public const int MaxUsable = 1000;

    /// <param name="caller">Whose tenant's keys change.</param>
    /// <param name="decide">Decides on the tenant's keys at a time in whole milliseconds; nothing is written if it returns a fault.</param>
    /// <param name="cancel">Cancels the change.</param>
    internal async Task<Outcome<T>> Run<T>(
        Caller caller, Func<IReadOnlyList<ApiKey>, DateTimeOffset, ApiKeyChange<Outcome<T>>> decide, CancellationToken cancel)
    {
        HashSet<Guid> known = [];
        var change = await store.Change(
            caller.Tenant,
            keys =>
            {
                known = [.. keys.Select(key => key.Id)];
                return decide(keys, Now());
            },
            cancel);
        await ring.Learn(change.Written);
        List<AuditRecord> records = [];
        foreach (var key in change.Written)
        {
            var (kind, word) =
                !known.Contains(key.Id) ? (AuditKind.KeyMade, "made")
                : key.RevokedAt is null ? (AuditKind.KeyReplaced, "replaced")
                : (AuditKind.KeyRevoked, "revoked");
            LogChange(key.Id, caller.Tenant.Value, word, caller.Key);
            records.Add(audit.Record(caller.Tenant, kind, key.Id.ToString(), caller.Key));
        }

        await audit.Write(caller.Tenant, records);
        return change.Answer;
    }

    /// <summary>Whole milliseconds: PostgreSQL stores microseconds, SQLite milliseconds, and the clock is finer than both.</summary>
    private DateTimeOffset Now() => StoredTime.Of(time.GetUtcNow());

    [LoggerMessage(Level = LogLevel.Information, Message = "API key {Key} of tenant {Tenant} was {Change} by key {Actor}")]
    private partial void LogChange(Guid key, string tenant, string change, Guid? actor);
}
