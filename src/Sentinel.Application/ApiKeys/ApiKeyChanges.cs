using Microsoft.Extensions.Logging;
using Sentinel.Application.Access;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;

namespace Sentinel.Application.ApiKeys;

/// <summary>
/// The one way to change a tenant's keys: decide over all of them, write, let this node know at once, and leave a line in the log and a row
/// in the audit.
/// </summary>
public sealed partial class ApiKeyChanges(
    IApiKeys store,
    ApiKeyCache ring,
    AdministrativeAudit audit,
    TimeProvider time,
    ILogger<ApiKeyChanges> logger
)
{
    /// <summary>Keys of one tenant that may be usable at a time: each node holds them all in memory.</summary>
    public const int MaxUsable = 1000;

    /// <param name="caller">Whose keys.</param>
    /// <param name="decide">Over the tenant's keys and the time, in whole milliseconds; writes nothing where it faults.</param>
    /// <param name="cancel">The request is over.</param>
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

    /// <summary>PostgreSQL keeps microseconds, SQLite milliseconds, the clock has more than both.</summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    [LoggerMessage(Level = LogLevel.Information, Message = "API key {Key} of tenant {Tenant} was {Change} by key {Actor}")]
    private partial void LogChange(Guid key, string tenant, string change, Guid? actor);
}
