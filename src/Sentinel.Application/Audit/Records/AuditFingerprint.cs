namespace Sentinel.Application.Audit.Records;

/// <summary>A row's hashes, for comparison with digests.</summary>
/// <param name="DecisionId">The row's decision.</param>
/// <param name="Stored">The hash in the row, 32 bytes; empty when there is none.</param>
/// <param name="Actual">The hash of the row's present content, 32 bytes.</param>
/// <param name="State">Whether the row has its payload.</param>
public sealed record AuditFingerprint(Guid DecisionId, byte[] Stored, byte[] Actual, RowState State);

/// <summary>Whether a row has its payload.</summary>
public enum RowState
{
    Whole,

    /// <summary>Marked as erased, and the payload is empty.</summary>
    Erased,

    /// <summary>Marked as erased, but part of the payload is left.</summary>
    NotQuiteErased,
}
