using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>The audit by session, in the session's own order.</summary>
public interface ISessionHistory
{
    /// <summary>The session's commits from this number on, at most <paramref name="limit"/>: by commit number, then decision id.</summary>
    Task<IReadOnlyList<AuditRecord>> Commits(TenantId tenant, SessionId session, long from, int limit, CancellationToken cancel);

    /// <summary>The sessions in the user's audit rows since then.</summary>
    Task<IReadOnlyList<SessionId>> SessionsOf(TenantId tenant, UserId user, DateTimeOffset since, CancellationToken cancel);

    /// <summary>
    /// The session's degraded rows, which are not commits, after this one, at most <paramref name="limit"/>: by time, then decision id.
    /// </summary>
    Task<IReadOnlyList<AuditRecord>> Degraded(TenantId tenant, SessionId session, AuditCursor after, int limit, CancellationToken cancel);
}
