using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Audit.Digests;

/// <summary>What the verification found of a day, a row or a digest.</summary>
public enum AuditFindingKind
{
    /// <summary>The day was compared; <see cref="AuditFinding.Rows"/> tells how many rows it has.</summary>
    Compared,

    /// <summary>The day is over, and no digest has its rows yet.</summary>
    Open,

    /// <summary>A row that came after its day was closed, and was signed then.</summary>
    Late,

    /// <summary>A row whose payload was erased; its hash is the signed one.</summary>
    Erased,

    /// <summary>The chain's last digest: a copy of it elsewhere proves that none was cut off its end.</summary>
    Head,

    /// <summary>A row that is not what was signed.</summary>
    Changed,

    /// <summary>A row that was signed and is not there.</summary>
    Missing,

    /// <summary>A row of a closed day that was never signed.</summary>
    Added,

    /// <summary>A digest that this key did not sign.</summary>
    Forged,

    /// <summary>A number of the chain that is not there.</summary>
    DigestMissing,

    /// <summary>A digest whose rows' hashes, or whose predecessor, are not those that were signed.</summary>
    DigestChanged,
}

/// <param name="Kind">What was found.</param>
/// <param name="Tenant">Whose.</param>
/// <param name="Day">Of which day.</param>
public sealed record AuditFinding(AuditFindingKind Kind, TenantId Tenant, DateOnly Day)
{
    /// <summary>The row's decision, where a row is meant.</summary>
    public Guid? DecisionId { get; init; }

    /// <summary>The digest's number, where a digest is meant.</summary>
    public long? Number { get; init; }

    /// <summary>How many rows, where a day is meant.</summary>
    public long? Rows { get; init; }

    /// <summary>The last digest, 32 bytes.</summary>
    public ReadOnlyMemory<byte> Digest { get; init; }

    /// <summary>Whether something is not as it was signed.</summary>
    public bool IsFault => Kind >= AuditFindingKind.Changed;
}
