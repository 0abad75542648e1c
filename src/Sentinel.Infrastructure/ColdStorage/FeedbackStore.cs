using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage;

/// <summary>Labels, in the active database.</summary>
internal sealed class FeedbackStore(IDbContextFactory<SentinelDbContext> contexts) : IFeedback
{
    public async Task<bool> Give(
        TenantId tenant,
        SessionId? session,
        Guid? decision,
        Label label,
        DateTimeOffset at,
        CancellationToken cancel
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var nobody = UserId.Unknown.Value;
        var rows = context
            .Audit.AsNoTracking()
            .Where(row => row.Tenant == tenant.Value && row.ErasedAt == null && row.SessionId != "" && row.UserId != nobody);
        if (decision is { } id)
        {
            // The decision's id contains its time, the first part of the rows' key.
            if (DecidedAt(id) is not { } decidedAt) return false;
            rows = rows.Where(row => row.DecidedAt == decidedAt && row.DecisionId == id);
        }
        else
        {
            var name = session!.Value.Value;
            rows = rows.Where(row => row.SessionId == name);
        }

        if (
            await rows.OrderBy(row => row.DecidedAt).Select(row => new { row.SessionId, row.UserId }).FirstOrDefaultAsync(cancel)
            is not { } of
        )
            return false;
        var key = decision ?? Guid.Empty;
        // If another label for the same target wins the race, the second attempt finds its row.
        for (var attempt = 0; ; attempt++)
        {
            var updated = await context
                .Feedback.Where(row => row.Tenant == tenant.Value && row.SessionId == of.SessionId && row.DecisionId == key)
                .ExecuteUpdateAsync(
                    row => row.SetProperty(given => given.Label, label).SetProperty(given => given.GivenAt, at.ToUniversalTime()),
                    cancel
                );
            if (updated > 0)
                return true;
            try
            {
                context.Feedback.Add(
                    new()
                    {
                        Tenant = tenant.Value,
                        SessionId = of.SessionId,
                        DecisionId = key,
                        UserId = of.UserId,
                        Label = label,
                        GivenAt = at.ToUniversalTime(),
                    }
                );
                await context.SaveChangesAsync(cancel);
                return true;
            }
            catch (DbUpdateException e) when (e.InnerException is DbException && attempt == 0)
            {
                context.ChangeTracker.Clear();
            }
        }
    }

    public Task<IReadOnlyList<GivenLabel>> OfSession(TenantId tenant, SessionId session, CancellationToken cancel) =>
        Read(rows => rows.Where(row => row.Tenant == tenant.Value && row.SessionId == session.Value), cancel);

    public Task<IReadOnlyList<GivenLabel>> OfUser(TenantId tenant, UserId user, CancellationToken cancel) =>
        Read(rows => rows.Where(row => row.Tenant == tenant.Value && row.UserId == user.Value), cancel);

    public async Task<int> Expire(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context
            .Feedback.Where(label => !context.Audit.Any(row => row.Tenant == label.Tenant && row.SessionId == label.SessionId))
            .ExecuteDeleteAsync(cancel);
    }

    public async Task<int> Erase(TenantId tenant, UserId user, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Feedback.Where(row => row.Tenant == tenant.Value && row.UserId == user.Value).ExecuteDeleteAsync(cancel);
    }

    private async Task<IReadOnlyList<GivenLabel>> Read(
        Func<IQueryable<FeedbackRow>, IQueryable<FeedbackRow>> which,
        CancellationToken cancel
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await which(context.Feedback.AsNoTracking()).OrderBy(row => row.GivenAt).ToListAsync(cancel);
        return rows.ConvertAll(row => new GivenLabel(
            row.SessionId,
            row.DecisionId == Guid.Empty ? null : row.DecisionId,
            row.Label,
            row.GivenAt
        ));
    }

    /// <summary>Null if the id is not a decision's.</summary>
    private static DateTimeOffset? DecidedAt(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds =
            ((long)System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes) << 16)
            | System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        return milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
    }
}
