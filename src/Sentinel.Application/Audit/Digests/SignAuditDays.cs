using MediatR;
using Microsoft.Extensions.Logging;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Audit.Digests;

/// <summary>Signs the days that are over, and late rows of days that were signed before. Returns the number of new digests.</summary>
public sealed record SignAuditDays : IRequest<int>;

/// <summary>
/// Uses no lock: a node that finds the next digest number taken stops, because another node is signing. A day whose row count differs from
/// its digests is checked again, while late rows are possible.
/// </summary>
internal sealed partial class SignAuditDaysHandler(
    IAuditTable table,
    IAuditDigests digests,
    DigestKey key,
    TimeProvider time,
    ILogger<SignAuditDaysHandler> logger
) : IRequestHandler<SignAuditDays, int>
{
    public async Task<int> Handle(SignAuditDays request, CancellationToken cancellationToken)
    {
        var made = 0;
        if (!key.IsOn) return made;
        foreach (var tenant in await table.Tenants(cancellationToken)) made += await Close(tenant, cancellationToken);
        return made;
    }

    private async Task<int> Close(TenantId tenant, CancellationToken cancel)
    {
        if (await table.Oldest(tenant, cancel) is not { } oldest) return 0;
        var chain = new List<AuditDigest>(await digests.Chain(tenant, cancel));
        var (from, to) = (AuditDays.FirstToClose(chain, AuditDays.Of(oldest), time.GetUtcNow()), AuditDays.LastClosable(time.GetUtcNow()));
        var before = chain.Count;
        foreach (var (day, count) in (await digests.CountByDay(tenant, from, to, cancel)).OrderBy(pair => pair.Key))
        {
            var signed = chain.Where(link => link.Day == day && link.Kind != DigestKind.Expiry).ToList();
            if (signed.Sum(link => (long)link.Count) != count && !await Close(tenant, day, chain, signed, cancel)) break;
        }

        return chain.Count - before;
    }

    /// <summary>False when another node has taken the next number.</summary>
    private async Task<bool> Close(
        TenantId tenant,
        DateOnly day,
        List<AuditDigest> chain,
        IReadOnlyList<AuditDigest> signed,
        CancellationToken cancel
    )
    {
        var known = await Known(tenant, signed, cancel);
        // After a run was interrupted within a day, the rest of that day is not late: the day was not closed.
        var kind = AuditDays.IsClosed(chain, day) ? DigestKind.Late : DigestKind.Day;
        var made = 0;
        await digests.Complete(tenant, day, cancel);
        List<(Guid DecisionId, byte[] Hash)> rows = [];
        await foreach (var row in digests.Fingerprints(tenant, day, cancel))
        {
            if (known.Contains(row.DecisionId)) continue;
            rows.Add((row.DecisionId, row.Stored));
            if (rows.Count < AuditDigest.MaxRows) continue;
            if (!await Append()) return false;
        }

        if (rows.Count > 0 && !await Append()) return false;
        if (kind == DigestKind.Late && made > 0) LogLate(made, tenant.Value, day);
        return true;

        async Task<bool> Append()
        {
            var hashes = RowHashes.Of(rows);
            var link = DigestChain.Next(key, chain.Count > 0 ? chain[^1] : null, tenant, kind, day, hashes, time.GetUtcNow());
            if (!await digests.Append(link, hashes, cancel)) return false;
            chain.Add(link);
            made += rows.Count;
            rows.Clear();
            return true;
        }
    }

    private async Task<HashSet<Guid>> Known(TenantId tenant, IReadOnlyList<AuditDigest> signed, CancellationToken cancel)
    {
        HashSet<Guid> known = [];
        foreach (var link in signed)
            known.UnionWith((await digests.Hashes(tenant, link.Number, cancel))?.Rows().Select(row => row.DecisionId) ?? []);
        return known;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Rows} audit rows of tenant {Tenant} came after {Day} had been closed; a supplementary digest has them"
    )]
    private partial void LogLate(int rows, string tenant, DateOnly day);
}
