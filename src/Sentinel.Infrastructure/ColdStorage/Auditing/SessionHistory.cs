using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage.Auditing;

/// <summary>Rows by session, in the active database. The provider's exceptions pass through.</summary>
internal sealed class SessionHistory(IDbContextFactory<SentinelDbContext> contexts) : ISessionHistory
{
    public async Task<IReadOnlyList<AuditRecord>> Commits(
        TenantId tenant,
        SessionId session,
        long from,
        int limit,
        CancellationToken cancel
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await Of(context, tenant, session).Where(row => row.CommitNumber > 0 && row.CommitNumber >= from)
            .OrderBy(row => row.CommitNumber).ThenBy(row => row.DecisionId)
            .Take(limit)
            .ToListAsync(cancel);
        return rows.ConvertAll(row => row.ToRecord());
    }

    public async Task<IReadOnlyList<AuditRecord>> Degraded(
        TenantId tenant,
        SessionId session,
        AuditCursor after,
        int limit,
        CancellationToken cancel
    )
    {
        var (at, id) = (after.DecidedAt.ToUniversalTime(), after.DecisionId);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await Of(context, tenant, session)
            .Where(row => row.CommitNumber == 0 && row.DecidedAt >= at && (row.DecidedAt > at || row.DecisionId > id))
            .OrderBy(row => row.DecidedAt).ThenBy(row => row.DecisionId)
            .Take(limit)
            .ToListAsync(cancel);
        return rows.ConvertAll(row => row.ToRecord());
    }

    public async Task<IReadOnlyList<SessionId>> SessionsOf(TenantId tenant, UserId user, DateTimeOffset since, CancellationToken cancel)
    {
        var from = since.ToUniversalTime();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var ids = await context
            .Audit.AsNoTracking()
            .Where(row => row.Tenant == tenant.Value && row.UserId == user.Value && row.DecidedAt >= from)
            .Select(row => row.SessionId)
            .Distinct()
            .ToListAsync(cancel);
        return [.. ids.Select(SessionId.ParseOrNone).Where(id => id != SessionId.None)];
    }

    private static IQueryable<AuditRow> Of(SentinelDbContext context, TenantId tenant, SessionId session) =>
        context.Audit.AsNoTracking().Where(row => row.Tenant == tenant.Value && row.SessionId == session.Value);
}
