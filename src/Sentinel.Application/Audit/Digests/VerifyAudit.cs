using System.Runtime.CompilerServices;
using MediatR;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Audit.Digests;

/// <summary>Compares the audit's rows with the signed digests, day by day.</summary>
/// <param name="Tenant">The tenant; null for all.</param>
/// <param name="From">The first day; null for the oldest.</param>
/// <param name="To">The last day; null for the last that is over.</param>
public sealed record VerifyAudit(TenantId? Tenant, DateOnly? From, DateOnly? To) : IRequest<IAsyncEnumerable<AuditFinding>>;

/// <summary>
/// Checks the chain first: only signed digests are trusted. Then it checks each day's rows. A row without a signed hash was added, a row
/// with another hash was changed, and a signed hash without a row is a missing row. One day of one tenant is in memory at a time, about 100
/// bytes a row.
/// </summary>
internal sealed class VerifyAuditHandler(IAuditTable table, IAuditDigests digests, DigestKey key, TimeProvider time)
    : IRequestHandler<VerifyAudit, IAsyncEnumerable<AuditFinding>>
{
    public Task<IAsyncEnumerable<AuditFinding>> Handle(VerifyAudit query, CancellationToken cancellationToken) =>
        Task.FromResult(Run(query, cancellationToken));

    private async IAsyncEnumerable<AuditFinding> Run(VerifyAudit query, [EnumeratorCancellation] CancellationToken cancel)
    {
        IEnumerable<TenantId> tenants = query.Tenant is { } one
            ? [one]
            : (await table.Tenants(cancel)).Union(await digests.Tenants(cancel)).OrderBy(tenant => tenant.Value, StringComparer.Ordinal);
        foreach (var tenant in tenants)
        {
            await foreach (var finding in Tenant(tenant, query, cancel)) yield return finding;
        }
    }

    private async IAsyncEnumerable<AuditFinding> Tenant(
        TenantId tenant,
        VerifyAudit query,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        var chain = await digests.Chain(tenant, cancel);
        var signed = DigestChain.Signed(key, chain);
        foreach (var fault in ChainFaults.Of(chain, signed)) yield return fault;

        var kept = signed.Where(link => link.Kind == DigestKind.Expiry).Select(link => link.Day).DefaultIfEmpty(DateOnly.MinValue).Max();
        var from = query.From is { } first && first > kept ? first : kept;
        var over = AuditDays.LastClosable(time.GetUtcNow());
        var to = query.To is { } end && end < over ? end : over;
        if (from <= to)
        {
            var counts = await digests.CountByDay(tenant, from, to, cancel);
            var days = counts.Keys.Union(
                chain.Where(link => link.Kind != DigestKind.Expiry && link.Day >= from && link.Day <= to).Select(link => link.Day)
            );
            foreach (var day in days.Order())
            {
                await foreach (var finding in Day(tenant, day, chain, counts.GetValueOrDefault(day), cancel)) yield return finding;
            }
        }

        if (chain.LastOrDefault(signed.Contains) is { } head)
            yield return new(AuditFindingKind.Head, tenant, head.Day) { Number = head.Number, Digest = head.Digest };
    }

    private async IAsyncEnumerable<AuditFinding> Day(
        TenantId tenant, DateOnly day, IReadOnlyList<AuditDigest> chain, long rows, [EnumeratorCancellation] CancellationToken cancel)
    {
        var links = chain.Where(link => link.Day == day && link.Kind != DigestKind.Expiry).ToList();
        if (links.Count == 0 && !(AuditDays.LastClosed(chain) > day))
        {
            yield return new(AuditFindingKind.Open, tenant, day) { Rows = rows };
            yield break;
        }

        var expected = new Dictionary<Guid, ReadOnlyMemory<byte>>();
        foreach (var link in links)
        {
            var hashes = await digests.Hashes(tenant, link.Number, cancel);
            if (hashes is null || !DigestChain.Follows(link, chain.LastOrDefault(before => before.Number < link.Number), hashes))
                yield return new(AuditFindingKind.DigestChanged, tenant, day) { Number = link.Number };
            foreach (var (id, hash) in hashes?.Rows() ?? [])
            {
                expected[id] = hash;
                if (link.Kind == DigestKind.Late) yield return new(AuditFindingKind.Late, tenant, day) { DecisionId = id };
            }
        }

        var compared = 0L;
        await foreach (var row in digests.Fingerprints(tenant, day, cancel))
        {
            compared++;
            if (!expected.Remove(row.DecisionId, out var hash))
                yield return new(AuditFindingKind.Added, tenant, day) { DecisionId = row.DecisionId };
            else if (!IsAsSigned(row, hash.Span))
                yield return new(AuditFindingKind.Changed, tenant, day) { DecisionId = row.DecisionId };
            else if (row.State == RowState.Erased)
                yield return new(AuditFindingKind.Erased, tenant, day) { DecisionId = row.DecisionId };
        }

        foreach (var missing in expected.Keys) yield return new(AuditFindingKind.Missing, tenant, day) { DecisionId = missing };
        yield return new(AuditFindingKind.Compared, tenant, day) { Rows = compared };
    }

    /// <summary>An erased row has only its hash left, which must be the signed one.</summary>
    private static bool IsAsSigned(AuditFingerprint row, ReadOnlySpan<byte> hash) =>
        hash.SequenceEqual(row.Stored) && row.State switch
        {
            RowState.Whole => hash.SequenceEqual(row.Actual),
            RowState.Erased => true,
            _ => false,
        };
}
