using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Audit;

/// <summary>
/// Records of administrative acts. They go to cold storage at once, without the outbox, because the data that they are about is there too.
/// </summary>
public sealed class AdministrativeAudit(IAuditLog log, PoliciesInForce policies, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Creates a record that names no user and no session.</summary>
    /// <param name="tenant">The administrator's tenant.</param>
    /// <param name="kind">What was done.</param>
    /// <param name="to">The target; empty if the record must not name it.</param>
    /// <param name="by">The API key or person that did it; null if none did.</param>
    public AuditRecord Record(TenantId tenant, AuditKind kind, string to, Guid? by) =>
        AuditRecord.Of(kind, tenant, UserId.Unknown, SessionId.None, Decision.Allow, time.GetUtcNow(), policies.Of(tenant).Version) with
        {
            Actor = by?.ToString() ?? "",
            Target = to,
        };

    /// <summary>Records that a caller is about to read data. Throws if cold storage is unavailable, so no read goes unrecorded.</summary>
    /// <param name="caller">Who reads.</param>
    /// <param name="kind">The kind of the record.</param>
    /// <param name="user">Whose data; <see cref="UserId.Unknown"/> for more than one user's.</param>
    /// <param name="what">What is read, in one word.</param>
    /// <param name="target">The session, for one session's data.</param>
    public Task Reads(Caller caller, AuditKind kind, UserId user, string what, string target = "") =>
        Write(caller.Tenant, [Record(caller.Tenant, kind, target, caller.Key) with { User = user, Action = what }]);

    /// <summary>Records that a browser is about to get a cookie. Throws if cold storage is away, so no sign-in goes unrecorded.</summary>
    /// <param name="caller">Whose rights the cookie gives.</param>
    /// <param name="how"><c>key</c> or <c>oidc</c>.</param>
    /// <param name="who">The identity provider's name for a person; empty for a key.</param>
    public Task SignsIn(Caller caller, string how, string who) =>
        Write(caller.Tenant, [Record(caller.Tenant, AuditKind.SignedIn, who, caller.Key) with { Action = how }]);

    /// <summary>
    /// Writes records of one user, or of none, exactly once; waits while a drain holds their partition. A disconnected caller does not
    /// cancel it, because the act is done.
    /// </summary>
    /// <exception cref="ColdStorageUnavailableException">The records were not written within ten seconds.</exception>
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
