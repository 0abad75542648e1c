using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Audit.Digests;

/// <summary>What the verification found about a day, a row or a digest.</summary>
public enum AuditFindingKind
{
    /// <summary>The day was compared; <see cref="AuditFinding.Rows"/> is its number of rows.</summary>
    Compared,

    /// <summary>The day is over, but no digest contains its rows yet.</summary>
    Open,

    /// <summary>A row that arrived after its day was closed, and was signed later.</summary>
    Late,

    /// <summary>A row whose payload was erased; its hash is the signed one.</summary>
    Erased,

    /// <summary>The chain's last digest: a copy kept elsewhere proves that no digest was removed from the end.</summary>
    Head,

    /// <summary>A row that differs from the signed one.</summary>
    Changed,

    /// <summary>A signed row that no longer exists.</summary>
    Missing,

    /// <summary>A row of a closed day that was never signed.</summary>
    Added,

    /// <summary>A digest that no valid key signed.</summary>
    Forged,

    /// <summary>A number that is missing from the chain.</summary>
    DigestMissing,

    /// <summary>A digest whose row hashes or predecessor differ from the signed ones.</summary>
    DigestChanged,
}

/// <param name="Kind">What was found.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="Day">The day, UTC.</param>
public sealed record AuditFinding(AuditFindingKind Kind, TenantId Tenant, DateOnly Day)
{
    /// <summary>The row's decision, if the finding is about a row.</summary>
    public Guid? DecisionId { get; init; }

    /// <summary>The digest's number, if the finding is about a digest.</summary>
    public long? Number { get; init; }

    /// <summary>The number of rows, if the finding is about a day.</summary>
    public long? Rows { get; init; }

    /// <summary>The last digest, 32 bytes.</summary>
    public ReadOnlyMemory<byte> Digest { get; init; }

    /// <summary>Whether the audit differs from what was signed.</summary>
    public bool IsFault => Kind >= AuditFindingKind.Changed;
}
