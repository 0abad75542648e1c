namespace Sentinel.Application.Audit.Records;

/// <summary>A row as the digests see it.</summary>
/// <param name="DecisionId">Its decision.</param>
/// <param name="Stored">The hash in the row, 32 bytes; empty when there is none.</param>
/// <param name="Actual">The hash of what the row holds now, 32 bytes.</param>
/// <param name="State">Whether it is whole.</param>
public sealed record AuditFingerprint(Guid DecisionId, byte[] Stored, byte[] Actual, RowState State);

/// <summary>Whether a row has its payload.</summary>
public enum RowState
{
    Whole,

    /// <summary>Marked as erased, and nothing of the payload is left.</summary>
    Erased,

    /// <summary>Marked as erased, but it says something.</summary>
    NotQuiteErased,
}
