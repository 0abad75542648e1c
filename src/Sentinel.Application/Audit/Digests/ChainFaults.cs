using Sentinel.Application.Audit.Records;

namespace Sentinel.Application.Audit.Digests;

/// <summary>Finds faults in a chain of digests, before any row is read.</summary>
internal static class ChainFaults
{
    /// <param name="chain">The digests, ordered by number.</param>
    /// <param name="signed">The digests with a valid signature.</param>
    public static IEnumerable<AuditFinding> Of(IReadOnlyList<AuditDigest> chain, IReadOnlySet<AuditDigest> signed)
    {
        AuditDigest? last = null;
        foreach (var link in chain)
        {
            for (var missing = (last?.Number ?? 0) + 1; missing < link.Number; missing++)
                yield return new(AuditFindingKind.DigestMissing, link.Tenant, link.Day) { Number = missing };
            if (!signed.Contains(link)) yield return new(AuditFindingKind.Forged, link.Tenant, link.Day) { Number = link.Number };
            else if (link.Kind == DigestKind.Expiry && !DigestChain.Follows(link, last, RowHashes.None))
                yield return new(AuditFindingKind.DigestChanged, link.Tenant, link.Day) { Number = link.Number };
            last = link;
        }
    }
}
