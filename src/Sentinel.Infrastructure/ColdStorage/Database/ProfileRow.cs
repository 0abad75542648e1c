namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>A row of the table profiles: a user with training data, or a tombstone.</summary>
public sealed class ProfileRow
{
    /// <summary>The surrogate id, used by jobs.</summary>
    public Guid Id { get; init; }

    public required string Tenant { get; init; }

    public required string UserId { get; init; }

    /// <summary>0 while no baseline is published.</summary>
    public int PublishedVersion { get; set; }

    /// <summary>The last trained version. It never decreases, because nodes expect a version to have one content.</summary>
    public int LastVersion { get; set; }

    /// <summary>When the waiting training is due; null if none waits.</summary>
    public DateTimeOffset? RetrainAt { get; set; }

    /// <summary>Training samples scored up to then are dropped; null if the user's data was never forgotten.</summary>
    public DateTimeOffset? ForgottenAt { get; set; }

    /// <summary>
    /// When the user was erased. The row is then a tombstone: drains drop records from before. It is deleted after seven days without new
    /// data.
    /// </summary>
    public DateTimeOffset? ErasedAt { get; set; }

    /// <summary>
    /// The training time of the version rolled back to. Training samples scored from then to <see cref="RolledBackAt"/> are dropped.
    /// </summary>
    public DateTimeOffset? RolledBackTo { get; set; }

    public DateTimeOffset? RolledBackAt { get; set; }

    /// <summary>Whether a training sample of that time is dropped: it was forgotten, or led to a version that was rolled back.</summary>
    public bool Drops(DateTimeOffset decidedAt) => decidedAt <= ForgottenAt || (decidedAt > RolledBackTo && decidedAt <= RolledBackAt);
}
