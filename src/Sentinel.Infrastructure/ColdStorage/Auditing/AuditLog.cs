using System.Data.Common;
using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Reviews.Records;
using Sentinel.Application.Stats.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage.Auditing;

/// <summary>
/// The search, shared by both databases; each has its own bulk writer. The provider's exceptions pass through.
/// </summary>
internal abstract partial class AuditLog(IDbContextFactory<SentinelDbContext> contexts, ReviewOptions reviews, ILogger logger)
    : IAuditLog
{
    private const int MaxLimit = 1_000;

    private (IReadOnlyList<AuditColumn> Columns, AuditHash Hash)? _form;
    private bool _failing;

    public async Task<bool> Append(Partition partition, IReadOnlyList<AuditRecord> records, CancellationToken cancel)
    {
        if (records.Count == 0) return true;
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            await context.Database.OpenConnectionAsync(cancel);
            var (columns, hash) = _form ??= Form(context);
            var rows = records.Select(AuditRow.From).Select(row => row.Seal(hash.Of(row)));
            var written = await Write(context, partition, columns, rows, records, cancel);
            if (Interlocked.Exchange(ref _failing, false)) LogWorksAgain();
            return written;
        }
        catch (DbException e)
        {
            if (!Interlocked.Exchange(ref _failing, true)) LogFailing(ColdStorageFault.NameOf(e));
            throw;
        }
    }

    public async Task<AuditPage> Search(AuditFilter filter, CancellationToken cancel)
    {
        var limit = Math.Clamp(filter.Limit, 1, MaxLimit);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        List<AuditRow> rows = [];
        foreach (var narrowed in await ReasonHours.Narrow(context, filter, cancel))
        {
            rows.AddRange(await Matching(context, narrowed)
                .OrderByDescending(row => row.DecidedAt).ThenByDescending(row => row.DecisionId)
                .Take(limit + 1 - rows.Count)
                .ToListAsync(cancel));
            if (rows.Count > limit) break;
        }

        var items = rows.Take(limit).Select(row => row.ToRecord()).ToList();
        return new(items, rows.Count > limit ? new(items[^1].DecidedAt, items[^1].DecisionId) : null);
    }

    public async Task<AuditSummary> Summarise(AuditFilter filter, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var decisions = await Matching(context, filter)
            .GroupBy(row => new { row.Kind, row.Decision })
            .Select(rows => new { rows.Key.Kind, rows.Key.Decision, Count = rows.Sum(row => (long)row.Count) })
            .ToListAsync(cancel);
        var reasons = await CountReasons(context, filter).ToListAsync(cancel);
        return new(
            [
                .. decisions
                    .OrderBy(one => one.Kind)
                    .ThenBy(one => one.Decision)
                    .Select(one => new DecisionCount(one.Kind, one.Decision, one.Count)),
            ],
            [
                .. reasons
                    .OrderByDescending(one => one.Count)
                    .ThenBy(one => one.Code, StringComparer.Ordinal)
                    .Select(one => new ReasonCount(
                        one.Code,
                        WireWord.Parse<AuditKind>(one.Kind),
                        WireWord.Parse<Decision>(one.Decision),
                        one.Count
                    )),
            ]
        );
    }

    /// <summary>
    /// Drops rows of erased users from before the erasure. To be called within the transaction, after the partition is locked: an erasure
    /// locks it too.
    /// </summary>
    protected static async Task<IReadOnlyList<AuditRow>> Kept(
        SentinelDbContext context,
        DbTransaction transaction,
        IEnumerable<AuditRow> rows,
        CancellationToken cancel
    )
    {
        AuditRow[] all = [.. rows];
        var (tenants, users) = (all.Select(row => row.Tenant).Distinct().ToArray(), all.Select(row => row.UserId).Distinct().ToArray());
        await using var using_ = await context.Database.UseTransactionAsync(transaction, cancel);
        var erased = (
            await context
                .Profiles.AsNoTracking()
                .Where(profile => profile.ErasedAt != null && tenants.Contains(profile.Tenant) && users.Contains(profile.UserId))
                .Select(profile => new
                {
                    profile.Tenant,
                    profile.UserId,
                    profile.ErasedAt,
                })
                .ToListAsync(cancel)
        ).ToDictionary(profile => (profile.Tenant, profile.UserId), profile => profile.ErasedAt);
        return erased.Count == 0
            ? all
            : [.. all.Where(row => !(erased.TryGetValue((row.Tenant, row.UserId), out var at) && row.DecidedAt <= at))];
    }

    /// <summary>Within the transaction: stores the sanctions that came with these rows, but never over newer ones.</summary>
    /// <param name="context">The context.</param>
    /// <param name="transaction">Its transaction.</param>
    /// <param name="kept">The result of <see cref="Kept"/>.</param>
    /// <param name="records">Those of all rows.</param>
    /// <param name="cancel">Cancels the call.</param>
    protected static async Task Keep(
        SentinelDbContext context,
        DbTransaction transaction,
        IReadOnlyList<AuditRow> kept,
        IReadOnlyList<AuditRecord> records,
        CancellationToken cancel
    )
    {
        var sanctions = records.Where(record => record.Sanctions is not null).DistinctBy(record => record.DecisionId)
            .ToDictionary(record => record.DecisionId, SanctionRow.Of);
        if (sanctions.Count == 0) return;
        var users = kept.Select(row => sanctions.GetValueOrDefault(row.DecisionId)).OfType<SanctionRow>()
            .ToLookup(row => (row.Tenant, row.UserId));
        string[] tenants = [.. users.Select(user => user.Key.Tenant).Distinct()], ids = [.. users.Select(user => user.Key.UserId)];
        await using var using_ = await context.Database.UseTransactionAsync(transaction, cancel);
        var before = (await context.Sanctions.AsNoTracking().Where(row => tenants.Contains(row.Tenant) && ids.Contains(row.UserId))
            .ToListAsync(cancel)).ToLookup(row => (row.Tenant, row.UserId));
        var newest = users.Select(user => user.MaxBy(row => row.Number)!.After([.. before[user.Key], .. user]));
        // Expired sanctions may be replaced by a smaller number: the user's count may have restarted.
        await context.Insert(newest, """
            (tenant, user_id) DO UPDATE SET
              number = excluded.number, changed_at = excluded.changed_at, expires_at = excluded.expires_at, content = excluded.content
            WHERE excluded.number > sanctions.number OR sanctions.expires_at < excluded.changed_at
            """, cancel);
    }

    /// <summary>
    /// Within the transaction: counts the rows that it wrote, and opens the cases that analysts review. Rows that were there already were
    /// counted with them.
    /// </summary>
    /// <param name="context">The context.</param>
    /// <param name="transaction">Its transaction.</param>
    /// <param name="written">The decisions of the rows that were new.</param>
    /// <param name="records">Those of all rows.</param>
    /// <param name="cancel">Cancels the call.</param>
    protected async Task Count(
        SentinelDbContext context,
        DbTransaction transaction,
        HashSet<Guid> written,
        IReadOnlyList<AuditRecord> records,
        CancellationToken cancel
    )
    {
        var sums = new Dictionary<(string Tenant, DateTimeOffset At), Counts>();
        List<ReviewRow> opened = [];
        foreach (var record in records.Where(record => written.Contains(record.DecisionId)).DistinctBy(record => record.DecisionId))
        {
            if (ReviewCase.Of(record, reviews.AllowShare) is { } found) opened.Add(ReviewRow.Of(found));
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(
                sums, (record.Tenant.Value, StatStep.Minute.Floor(record.DecidedAt)), out _);
            (sum ??= new()).Add(record);
        }

        if (sums.Count == 0) return;
        await using var using_ = await context.Database.UseTransactionAsync(transaction, cancel);
        await context.InsertMissing(sums.Select(sum => StatAdditionRow.Of(sum.Key.Tenant, sum.Key.At, sum.Value)), cancel);
        if (opened.Count > 0) await context.InsertMissing(opened, cancel);
    }

    /// <summary>Runs one transaction on the context's open connection; false if another drain holds the partition.</summary>
    protected abstract Task<bool> Write(
        SentinelDbContext context, Partition partition, IReadOnlyList<AuditColumn> columns, IEnumerable<AuditRow> rows,
        IReadOnlyList<AuditRecord> records, CancellationToken cancel);

    /// <summary>Rows by reason, kind and decision, as <see cref="Summarise"/> counts them.</summary>
    protected abstract IQueryable<CountedReason> CountReasons(SentinelDbContext context, AuditFilter filter);

    /// <summary>The rows with this reason.</summary>
    protected abstract IQueryable<AuditRow> WithReason(IQueryable<AuditRow> rows, string name);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Cold storage cannot be written ({Error}): audit records wait in the outbox, scoring goes on, the drain tries again"
    )]
    private partial void LogFailing(string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Cold storage can be written again")]
    private partial void LogWorksAgain();

    private static (IReadOnlyList<AuditColumn> Columns, AuditHash Hash) Form(SentinelDbContext context)
    {
        var columns = AuditColumn.Of(context);
        return (columns, new(columns));
    }

    private IQueryable<AuditRow> Matching(SentinelDbContext context, AuditFilter filter)
    {
        var tenant = filter.Tenant.Value;
        var rows = context.Audit.AsNoTracking().Where(row => row.Tenant == tenant);
        if (filter.User?.Value is { } user) rows = rows.Where(row => row.UserId == user);
        if (filter.Session?.Value is { } session) rows = rows.Where(row => row.SessionId == session);
        if (filter.Decision is { } decision) rows = rows.Where(row => row.Decision == decision);
        if (filter.Kind is { } kind) rows = rows.Where(row => row.Kind == kind);
        if (filter.DeclaredAgent is { } agent) rows = rows.Where(row => row.DeclaredAgent == agent);
        if (filter.Label is { } label)
            rows = rows.Where(row => context.Feedback.Any(given =>
                given.Tenant == tenant
                && given.SessionId == row.SessionId
                && (given.DecisionId == row.DecisionId || given.DecisionId == Guid.Empty)
                && given.Label == label));
        if (filter.From?.ToUniversalTime() is { } from) rows = rows.Where(row => row.DecidedAt >= from);
        if (filter.To?.ToUniversalTime() is { } to) rows = rows.Where(row => row.DecidedAt < to);
        if (filter.Reason is { } reason) rows = WithReason(rows, reason);
        if (filter.Before is { } before)
        {
            var (at, id) = (before.DecidedAt.ToUniversalTime(), before.DecisionId);
            rows = rows.Where(row => row.DecidedAt <= at && (row.DecidedAt < at || row.DecisionId < id));
        }
        return rows;
    }
}

/// <summary>A row of a count, in the words of the database.</summary>
internal sealed record CountedReason(string Code, string Kind, string Decision, long Count);
