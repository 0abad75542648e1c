using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>
/// A row of the table audit, and a line of the spool. <see cref="AuditRecord"/> documents the members. Each member is a column. Bulk
/// writers, the hash and erasures read the columns from the model, so this class is their only list.
/// </summary>
public sealed class AuditRow
{
    public DateTimeOffset DecidedAt { get; init; }

    public Guid DecisionId { get; init; }

    public string Tenant { get; init; } = "";

    public AuditKind Kind { get; init; }

    public string UserId { get; init; } = "";

    public string SessionId { get; init; } = "";

    /// <summary>Null for people, and without a session.</summary>
    public string? DeclaredAgent { get; init; }

    public string Stream { get; init; } = "";

    public long Sequence { get; init; }

    public string Action { get; init; } = "";

    /// <summary>Null if absent.</summary>
    public string? Actor { get; init; }

    /// <summary>Null if absent.</summary>
    public string? Target { get; init; }

    /// <summary>Null if absent.</summary>
    public string? Note { get; init; }

    public Sensitivity Sensitivity { get; init; }

    public Decision Decision { get; init; }

    public double? Trust { get; init; }

    public double? Risk { get; init; }

    /// <summary>Null if absent.</summary>
    public double? ImpostorRisk { get; init; }

    public Phase? Phase { get; init; }

    public bool Degraded { get; init; }

    /// <summary>JSON, written by <see cref="VerdictJson"/>.</summary>
    public string Reasons { get; init; } = "[]";

    /// <summary>Five bytes per detector, see <see cref="DetectorEvidence"/>; null if there is none.</summary>
    public byte[]? Evidence { get; init; }

    /// <summary>JSON, written by <see cref="VerdictJson"/>; null if absent.</summary>
    public string? WouldHave { get; init; }

    public ChallengeOutcome? ChallengeOutcome { get; init; }

    /// <summary>A reason's name; null if absent.</summary>
    public string? TurnedBy { get; init; }

    public int PolicyVersion { get; init; }

    public int BaselineVersion { get; init; }

    public long CommitNumber { get; init; }

    /// <summary>The 128 bits big-endian, so that the text form is that of <see cref="Domain.Sessions.CommitId"/> with dashes.</summary>
    public Guid CommitId { get; init; }

    public Guid PreviousCommitId { get; init; }

    public int Count { get; init; }

    /// <summary>
    /// The row's audit hash, 32 bytes, written by the drain. A row that was not inserted by a drain has null until its day is signed.
    /// </summary>
    public byte[]? Hash { get; private set; }

    /// <summary>When the row's payload was erased; null if it was not. <see cref="Blank"/> is what remains.</summary>
    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>The values that an erasure writes into a row. Time, decision id, tenant, kind and hash stay.</summary>
    internal static readonly AuditRow Blank = new() { UserId = Domain.Sessions.UserId.Unknown.Value, Decision = Decision.Challenge };

    /// <summary>The columns that hold JSON.</summary>
    internal static readonly IReadOnlySet<string> Json = new HashSet<string> { nameof(Reasons), nameof(WouldHave) };

    /// <summary>The columns that an erasure does not clear: the row's identity, its hash and the time of the erasure.</summary>
    internal static readonly IReadOnlySet<string> KeptByErasure =
        new HashSet<string> { nameof(DecidedAt), nameof(DecisionId), nameof(Tenant), nameof(Kind), nameof(Hash), nameof(ErasedAt) };

    public static AuditRow From(AuditRecord record)
    {
        var verdict = record.Verdict;
        return new()
        {
            // SQLite stores milliseconds, and the hash must match the stored value.
            DecidedAt = StoredTime.Of(record.DecidedAt),
            DecisionId = verdict.DecisionId,
            Tenant = record.Tenant.Value,
            Kind = record.Kind,
            UserId = record.User.Value,
            SessionId = record.Session.Value,
            DeclaredAgent = record.DeclaredAgent.Length > 0 ? record.DeclaredAgent : null,
            Stream = Storable(record.Stream),
            Sequence = record.Sequence,
            Action = Storable(record.Action),
            Actor = record.Actor.Length > 0 ? Storable(record.Actor) : null,
            Target = record.Target.Length > 0 ? Storable(record.Target) : null,
            Note = record.Note.Length > 0 ? Storable(record.Note) : null,
            Sensitivity = record.Sensitivity,
            Decision = verdict.Decision,
            Trust = verdict.Scores?.Trust,
            Risk = verdict.Scores?.Risk,
            ImpostorRisk = record.ImpostorRisk,
            Phase = verdict.Scores?.Phase,
            Degraded = record.Kind == AuditKind.Degraded,
            Reasons = VerdictJson.Write(verdict.Reasons),
            Evidence = verdict.Evidence.IsEmpty ? null : MemoryMarshal.AsBytes(verdict.Evidence.AsSpan()).ToArray(),
            WouldHave = verdict.WouldHave is { } other ? VerdictJson.Write(other) : null,
            PolicyVersion = verdict.PolicyVersion,
            BaselineVersion = verdict.BaselineVersion,
            ChallengeOutcome = record.ChallengeOutcome,
            TurnedBy = record.TurnedBy?.Name,
            CommitNumber = record.CommitNumber,
            CommitId = ToGuid(record.Commit),
            PreviousCommitId = ToGuid(record.PreviousCommit),
            Count = record.Count,
        };
    }

    /// <exception cref="FormatException">A name in the row is invalid.</exception>
    public AuditRecord ToRecord() => new()
    {
        Verdict = new()
        {
            DecisionId = DecisionId,
            Decision = Decision,
            Scores = Phase is { } phase ? new(Trust ?? 0, Risk ?? 0, phase) : null,
            Reasons = VerdictJson.Read(Reasons),
            Evidence = [.. MemoryMarshal.Cast<byte, DetectorEvidence>(Evidence)],
            PolicyVersion = PolicyVersion,
            BaselineVersion = BaselineVersion,
            WouldHave = WouldHave is { } other ? VerdictJson.ReadVerdict(other) : null,
        },
        DecidedAt = DecidedAt,
        Tenant = TenantId.Parse(Tenant),
        Kind = Kind,
        User = Domain.Sessions.UserId.Parse(UserId),
        Session = Domain.Sessions.SessionId.ParseOrNone(SessionId),
        DeclaredAgent = DeclaredAgent ?? "",
        Stream = Stream,
        Sequence = Sequence,
        Action = Action,
        Actor = Actor ?? "",
        Target = Target ?? "",
        Note = Note ?? "",
        Sensitivity = Sensitivity,
        ChallengeOutcome = ChallengeOutcome,
        TurnedBy = TurnedBy is { } turned ? DetectorCatalog.Reason(turned) : null,
        ImpostorRisk = ImpostorRisk,
        CommitNumber = CommitNumber,
        Commit = ToCommit(CommitId),
        PreviousCommit = ToCommit(PreviousCommitId),
        Count = Count,
    };

    internal AuditRow Seal(byte[] hash)
    {
        Hash = hash;
        return this;
    }

    // PostgreSQL refuses U+0000 in text; such a record must not block its partition's drain.
    private static string Storable(string text) => text.Replace('\0', '\uFFFD');


    private static Guid ToGuid(CommitId commit)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, commit.Value);
        return new(bytes, bigEndian: true);
    }

    private static CommitId ToCommit(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return new(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }
}
