using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Reviews.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage.Reviews;

/// <summary>The review queue in the active database. A claim is one statement, so of two analysts one gets the case.</summary>
internal sealed class ReviewStore(IDbContextFactory<SentinelDbContext> contexts) : IReviews
{
    /// <summary>How many labelled decisions are counted, the newest first.</summary>
    private const int MostLabels = 100_000;

    private static readonly TimeSpan SessionsLast = TimeSpan.FromDays(1);

    public async Task<ReviewPage> List(ReviewFilter filter, CancellationToken cancel)
    {
        var tenant = filter.Tenant.Value;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = context.Reviews.AsNoTracking().Where(row => row.Tenant == tenant);
        rows = filter.Done ? rows.Where(row => row.Label != null) : rows.Where(row => row.Label == null);
        if (filter.Kind is { } kind) rows = rows.Where(row => row.Kind == kind);
        if (filter.Reason is { } reason) rows = rows.Where(row => row.Reason == reason);
        if (filter.Before is { } before)
        {
            var (at, id) = (before.DecidedAt.ToUniversalTime(), before.DecisionId);
            rows = rows.Where(row => row.DecidedAt <= at && (row.DecidedAt < at || row.Id < id));
        }

        var found = await rows.OrderByDescending(row => row.DecidedAt).ThenByDescending(row => row.Id)
            .Take(filter.Limit + 1).ToListAsync(cancel);
        var items = found.Take(filter.Limit).Select(row => row.ToCase()).ToList();
        return new(items, found.Count > filter.Limit ? new(items[^1].DecidedAt, items[^1].Id) : null);
    }

    public async Task<ReviewCase?> Find(TenantId tenant, Guid id, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return (await One(context, tenant, id).AsNoTracking().FirstOrDefaultAsync(cancel))?.ToCase();
    }

    public async Task<bool> Claim(
        TenantId tenant, Guid id, string by, DateTimeOffset now, DateTimeOffset until, CancellationToken cancel)
    {
        var (at, ends) = (now.ToUniversalTime(), until.ToUniversalTime());
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await Free(One(context, tenant, id), by, at).Where(row => row.Label == null).ExecuteUpdateAsync(
            row => row.SetProperty(one => one.ClaimedBy, by).SetProperty(one => one.ClaimedUntil, ends), cancel) > 0;
    }

    public async Task Release(TenantId tenant, Guid id, string by, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await One(context, tenant, id).Where(row => row.ClaimedBy == by).ExecuteUpdateAsync(
            row => row.SetProperty(one => one.ClaimedBy, "").SetProperty(one => one.ClaimedUntil, (DateTimeOffset?)null), cancel);
    }

    public async Task<bool> Close(
        TenantId tenant, Guid id, string by, Label label, string note, DateTimeOffset now, CancellationToken cancel)
    {
        var at = now.ToUniversalTime();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await Free(One(context, tenant, id), by, at).ExecuteUpdateAsync(
            row => row.SetProperty(one => one.Label, (Label?)label).SetProperty(one => one.LabelledBy, by)
                .SetProperty(one => one.LabelledAt, (DateTimeOffset?)at).SetProperty(one => one.Note, note)
                .SetProperty(one => one.ClaimedBy, "").SetProperty(one => one.ClaimedUntil, (DateTimeOffset?)null),
            cancel) > 0;
    }

    public async Task<IReadOnlyList<LabelCount>> CountLabels(
        TenantId tenant, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var (owner, first, end) = (tenant.Value, from.ToUniversalTime(), to.ToUniversalTime());
        await using var context = await contexts.CreateDbContextAsync(cancel);
        // A label is given after its decision, and a session's at most a session's length before its last one.
        var given = first - DateTimeOffset.MinValue > SessionsLast ? first - SessionsLast : DateTimeOffset.MinValue;
        var labelled = await (
            from label in context.Feedback.AsNoTracking()
            where label.Tenant == owner && label.GivenAt >= given
            from row in context.Audit.AsNoTracking().Where(row => row.Tenant == owner && row.SessionId == label.SessionId)
            where row.TurnedBy != null && row.DecidedAt >= first && row.DecidedAt < end
                && (label.DecisionId == Guid.Empty || label.DecisionId == row.DecisionId)
            orderby row.DecidedAt descending
            select new
            {
                row.DecisionId,
                row.DecidedAt,
                row.Decision,
                Reason = row.TurnedBy!,
                label.Label,
                Own = label.DecisionId != Guid.Empty,
            }).Take(MostLabels).ToListAsync(cancel);
        return
        [
            .. labelled
                // A decision's own label goes before that of its session.
                .GroupBy(one => one.DecisionId).Select(one => one.OrderByDescending(label => label.Own).First())
                .GroupBy(one => (one.Decision, one.Reason, Day: DateOnly.FromDateTime(one.DecidedAt.UtcDateTime)))
                .OrderBy(rows => rows.Key.Day)
                .Select(rows => new LabelCount(
                    rows.Key.Decision, rows.Key.Reason, rows.Key.Day,
                    rows.LongCount(one => one.Label == Label.Legitimate), rows.LongCount(one => one.Label == Label.Fraud))),
        ];
    }

    public async Task<IReadOnlyList<ReviewCase>> OfUser(TenantId tenant, UserId user, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await OfUser(context, tenant, user).AsNoTracking().OrderBy(row => row.DecidedAt).ToListAsync(cancel);
        return rows.ConvertAll(row => row.ToCase());
    }

    public async Task<int> Erase(TenantId tenant, UserId user, DateTimeOffset until, CancellationToken cancel)
    {
        var at = until.ToUniversalTime();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await OfUser(context, tenant, user).Where(row => row.DecidedAt <= at).ExecuteDeleteAsync(cancel);
    }

    public async Task<int> Expire(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Reviews.Where(one => !context.Audit.Any(row => row.Tenant == one.Tenant && row.SessionId == one.SessionId))
            .ExecuteDeleteAsync(cancel);
    }

    private static IQueryable<ReviewRow> One(SentinelDbContext context, TenantId tenant, Guid id) =>
        context.Reviews.Where(row => row.Tenant == tenant.Value && row.Id == id);

    private static IQueryable<ReviewRow> OfUser(SentinelDbContext context, TenantId tenant, UserId user) =>
        context.Reviews.Where(row => row.Tenant == tenant.Value && row.UserId == user.Value);

    /// <summary>Those that nobody else holds.</summary>
    private static IQueryable<ReviewRow> Free(IQueryable<ReviewRow> rows, string by, DateTimeOffset now) =>
        rows.Where(row => row.ClaimedUntil == null || row.ClaimedUntil <= now || row.ClaimedBy == by);
}
