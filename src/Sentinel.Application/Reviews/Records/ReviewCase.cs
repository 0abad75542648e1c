using System.Buffers.Binary;
using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Reviews.Records;

/// <summary>Why a session is in the queue.</summary>
public enum ReviewKind : byte
{
    /// <summary>A batch blocked it.</summary>
    Block,

    /// <summary>Somebody failed a challenge.</summary>
    FailedChallenge,

    /// <summary>A sample of actions that were allowed.</summary>
    Allow,
}

/// <summary>One case of the review queue.</summary>
public sealed record ReviewCase
{
    public required TenantId Tenant { get; init; }

    /// <summary>The decision that put it into the queue; its audit row has the evidence.</summary>
    public required Guid Id { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    public required ReviewKind Kind { get; init; }

    public required UserId User { get; init; }

    public required SessionId Session { get; init; }

    /// <summary>The reason that turned the decision, as a code; empty where none did.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The API key that works on the case until <see cref="ClaimedUntil"/>; empty for none.</summary>
    public string ClaimedBy { get; init; } = "";

    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>Null while the case is open.</summary>
    public Label? Label { get; init; }

    /// <summary>The API key that labelled it; empty while it is open.</summary>
    public string LabelledBy { get; init; } = "";

    public DateTimeOffset? LabelledAt { get; init; }

    public string Note { get; init; } = "";

    /// <summary>The case that a new row of the audit opens; null for most rows.</summary>
    /// <param name="record">The row.</param>
    /// <param name="allowShare">The share of allowed evaluations that are looked at, 0..1.</param>
    public static ReviewCase? Of(AuditRecord record, double allowShare) => KindOf(record, allowShare) is not { } kind ? null : new()
    {
        Tenant = record.Tenant,
        Id = record.DecisionId,
        DecidedAt = record.DecidedAt,
        Kind = kind,
        User = record.User,
        Session = record.Session,
        Reason = record.TurnedBy?.Name ?? "",
    };

    private static ReviewKind? KindOf(AuditRecord record, double allowShare) => record switch
    {
        { Decision: Decision.Block, TurnedBy: not null } => ReviewKind.Block,
        { Kind: AuditKind.Challenge, ChallengeOutcome: ChallengeOutcome.Failed } => ReviewKind.FailedChallenge,
        { Kind: AuditKind.Evaluation, Decision: Decision.Allow } when Draw(record.DecisionId) < allowShare => ReviewKind.Allow,
        _ => null,
    };

    /// <summary>A number from 0 to 1 that is the same for the same decision, however often its row is offered.</summary>
    private static double Draw(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) / (double)uint.MaxValue;
    }
}

/// <param name="AllowShare">The share of allowed evaluations that are looked at, 0..1.</param>
public sealed record ReviewOptions(double AllowShare)
{
    public static readonly ReviewOptions Default = new(0.001);
}
