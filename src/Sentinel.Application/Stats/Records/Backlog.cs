namespace Sentinel.Application.Stats.Records;

/// <summary>The outbox.</summary>
/// <param name="Records">Audit records that are not in cold storage yet.</param>
/// <param name="Share">Their share of Redis' memory, 0..1; scoring stops at 0.25.</param>
/// <param name="Oldest">When the oldest of them was decided; null if none waits.</param>
public sealed record Backlog(long Records, double Share, DateTimeOffset? Oldest);

/// <summary>Background jobs of the installation.</summary>
/// <param name="Waiting">Enqueued for the next free worker.</param>
/// <param name="Scheduled">Due later, repeated ones included.</param>
/// <param name="Running">Running now.</param>
/// <param name="Failed">Given up, until somebody deletes or repeats them.</param>
public sealed record JobCounts(long Waiting, long Scheduled, long Running, long Failed);
