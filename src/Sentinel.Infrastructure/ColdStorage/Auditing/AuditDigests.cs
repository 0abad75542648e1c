using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Audit.Digests;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage.Auditing;

/// <summary>The digests in the active database. The provider's exceptions pass through.</summary>
internal sealed class AuditDigests(IDbContextFactory<SentinelDbContext> contexts, AuditFingerprints fingerprints) : IAuditDigests
{
    public async Task<IReadOnlyList<TenantId>> Tenants(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var tenants = await context.AuditDigests.Select(row => row.Tenant).Distinct().ToListAsync(cancel);
        return [.. tenants.Where(tenant => TenantId.TryParse(tenant, out _)).Select(TenantId.Parse)];
    }

    public async Task<IReadOnlyList<AuditDigest>> Chain(TenantId tenant, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.AuditDigests.Where(row => row.Tenant == tenant.Value).OrderBy(row => row.Number)
            .Select(row => new { row.Number, row.Kind, row.Day, row.Count, row.ClosedAt, row.Digest, row.Signature })
            .ToListAsync(cancel);
        return rows.ConvertAll(row => new AuditDigest(
            tenant,
            row.Number,
            row.Kind,
            row.Day,
            row.Count,
            row.ClosedAt,
            row.Digest,
            row.Signature
        ));
    }

    public async Task<RowHashes?> Hashes(TenantId tenant, long number, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var hashes = await context.AuditDigests.Where(row => row.Tenant == tenant.Value && row.Number == number)
            .Select(row => row.Hashes).SingleOrDefaultAsync(cancel);
        return hashes is null ? null : new(hashes);
    }

    public async Task<bool> Append(AuditDigest digest, RowHashes hashes, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        context.AuditDigests.Add(AuditDigestRow.From(digest, hashes));
        try
        {
            await context.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException e) when (e.InnerException is DbException { IsTransient: false })
        {
            context.ChangeTracker.Clear();
            if (await context.AuditDigests.AnyAsync(row => row.Tenant == digest.Tenant.Value && row.Number == digest.Number, cancel))
                return false;
            throw;
        }
    }

    public async Task ForgetHashes(TenantId tenant, DateOnly before, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context
            .AuditDigests.Where(row =>
                row.Tenant == tenant.Value && row.Day < before && row.Kind != DigestKind.Expiry && row.Hashes != null
            )
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.Hashes, (byte[]?)null), cancel);
    }

    public Task<IReadOnlyDictionary<DateOnly, long>> CountByDay(TenantId tenant, DateOnly from, DateOnly to, CancellationToken cancel) =>
        fingerprints.CountByDay(tenant, from, to, cancel);

    public async Task Complete(TenantId tenant, DateOnly day, CancellationToken cancel)
    {
        var (from, to) = (AuditDays.Start(day), AuditDays.Start(day.AddDays(1)));
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            var rows = await context
                .Audit.Where(row => row.Tenant == tenant.Value && row.DecidedAt >= from && row.DecidedAt < to && row.Hash == null)
                .OrderBy(row => row.DecidedAt)
                .Take(500)
                .ToListAsync(cancel);
            if (rows.Count == 0)
                return;
            var hash = new AuditHash(AuditColumn.Of(context));
            foreach (var row in rows) row.Seal(hash.Of(row));
            await context.SaveChangesAsync(cancel);
        }
    }

    public IAsyncEnumerable<AuditFingerprint> Fingerprints(TenantId tenant, DateOnly day, CancellationToken cancel) =>
        fingerprints.Of(tenant, day, cancel);
}
