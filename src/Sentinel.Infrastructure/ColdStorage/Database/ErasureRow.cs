using Sentinel.Application.Users.Records;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>A row of the table erasures. <see cref="Erasure"/> documents the members.</summary>
public sealed class ErasureRow
{
    public Guid Id { get; init; }

    public required string Tenant { get; init; }

    /// <summary>The user's tombstone, which may be deleted once the erasure has finished.</summary>
    public Guid ProfileId { get; init; }

    public Guid? RequestedBy { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    public DateTimeOffset ErasedAt { get; init; }

    /// <summary>When a node last worked on it.</summary>
    public DateTimeOffset AdvancedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public int Sessions { get; init; }

    public int HotKeys { get; init; }

    public int AuditRows { get; init; }

    public int TrainingSamples { get; init; }

    public int Baselines { get; init; }

    public int Feedback { get; init; }

    public int Sketches { get; init; }

    public int Reviews { get; init; }

    public int ListEntries { get; init; }

    internal Erasure ToErasure(int sessionsLeft) =>
        new(Id, RequestedBy, RequestedAt, ErasedAt, FinishedAt, sessionsLeft,
            new(Sessions, HotKeys, AuditRows, TrainingSamples, Baselines, Feedback, Sketches, Reviews, ListEntries));
}

/// <summary>A row of the table erasure_sessions: a session that is not cleared yet.</summary>
public sealed class ErasureSessionRow
{
    public Guid ErasureId { get; init; }

    public required string SessionId { get; init; }
}
