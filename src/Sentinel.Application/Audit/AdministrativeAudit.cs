using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Audit;

/// <summary>
/// Records of what administrators did, which go to cold storage at once: what they are about is there too, so no outbox has to carry them.
/// </summary>
public sealed class AdministrativeAudit(IAuditLog log, Policy policy, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>A record that names no user and no session.</summary>
    /// <param name="tenant">Whose administrator.</param>
    /// <param name="kind">What was done.</param>
    /// <param name="to">What to; empty where that is not to be said.</param>
    /// <param name="by">The key that did it; null for none that is stored.</param>
    public AuditRecord Record(TenantId tenant, AuditKind kind, string to, Guid? by) =>
        AuditRecord.Of(kind, tenant, UserId.Unknown, SessionId.None, Decision.Allow, time.GetUtcNow(), policy.Version) with
        {
            Actor = by?.ToString() ?? "",
            Target = to,
        };

    /// <summary>
    /// Writes that somebody is about to be given data. It throws where cold storage is away, so that nothing is read unseen.
    /// </summary>
    /// <param name="caller">Who.</param>
    /// <param name="kind">What is done.</param>
    /// <param name="user">Whose data; <see cref="UserId.Unknown"/> for more than one user's.</param>
    /// <param name="what">In a word.</param>
    /// <param name="target">The session, where it is one's.</param>
    public Task Reads(Caller caller, AuditKind kind, UserId user, string what, string target = "") =>
        Write(caller.Tenant, [Record(caller.Tenant, kind, target, caller.Key) with { User = user, Action = what }]);

    /// <summary>
    /// Writes them exactly once; waits while a drain holds their partition. A caller who hangs up does not end it: what they are about is
    /// done.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="records">Of one user, or of none.</param>
    /// <exception cref="ColdStorageUnavailableException">They were not written within ten seconds.</exception>
    public async Task Write(TenantId tenant, IReadOnlyList<AuditRecord> records)
    {
        if (records.Count == 0)
            return;
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            while (!await log.Append(Partition.Of(tenant, records[0].User), records, patience.Token))
                await Task.Delay(Pause, time, patience.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new ColdStorageUnavailableException("The audit did not take a record in time.", e);
        }
    }
}
