namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>A row of the table profiles: a user of whom something was learnt, or was to be.</summary>
public sealed class ProfileRow
{
    /// <summary>The surrogate id that jobs carry.</summary>
    public Guid Id { get; init; }

    public required string Tenant { get; init; }

    public required string UserId { get; init; }

    /// <summary>0 while no baseline is published.</summary>
    public int PublishedVersion { get; set; }

    /// <summary>The last version that was trained. It never goes back: nodes take a version for one content.</summary>
    public int LastVersion { get; set; }

    /// <summary>When the waiting training is due; null while none waits.</summary>
    public DateTimeOffset? RetrainAt { get; set; }

    /// <summary>Training samples scored until then are dropped; null when nothing was ever forgotten.</summary>
    public DateTimeOffset? ForgottenAt { get; set; }

    /// <summary>
    /// When everything of the user was erased; the row then is what tells later drains to drop records of before, and goes after seven days
    /// unless something new is learnt.
    /// </summary>
    public DateTimeOffset? ErasedAt { get; set; }

    /// <summary>
    /// The version that was rolled back to was trained then, and training samples scored later than that are dropped up to
    /// <see cref="RolledBackAt"/>.
    /// </summary>
    public DateTimeOffset? RolledBackTo { get; set; }

    public DateTimeOffset? RolledBackAt { get; set; }

    /// <summary>Whether a training sample of that time is not to teach: it was forgotten, or led to what was rolled back.</summary>
    public bool Drops(DateTimeOffset decidedAt) => decidedAt <= ForgottenAt || (decidedAt > RolledBackTo && decidedAt <= RolledBackAt);
}
