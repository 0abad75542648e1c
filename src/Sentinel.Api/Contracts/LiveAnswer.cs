using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sentinel.Application.Stats;

namespace Sentinel.Api.Contracts;

/// <summary>What happens now.</summary>
/// <param name="At">Server time, UTC.</param>
/// <param name="Points">The last two minutes, of which the second has just begun; null while cold storage is away.</param>
/// <param name="Parts">The parts of this node, by name.</param>
/// <param name="Backlog">Audit records on their way to cold storage; null while hot state is away.</param>
/// <param name="Jobs">Background jobs of the installation; null while the job store is away.</param>
public sealed record LiveAnswer(
    DateTimeOffset At, StatPointAnswer[]? Points, IReadOnlyDictionary<string, PartAnswer> Parts, BacklogAnswer? Backlog, JobsAnswer? Jobs)
{
    internal static LiveAnswer Of(LiveState live, HealthReport health) => new(
        live.At,
        live.Points?.Select(point =>
            StatPointAnswer.Of(point, live.Latencies.FirstOrDefault(latency => latency.At == point.At)?.Counts)).ToArray(),
        health.Entries.ToDictionary(part => part.Key, part => new PartAnswer($"{part.Value.Status}", part.Value.Description)),
        live.Backlog is { } backlog ? new(backlog.Records, Math.Round(backlog.Share, 4), backlog.Oldest) : null,
        live.Jobs is { } jobs ? new(jobs.Waiting, jobs.Scheduled, jobs.Running, jobs.Failed) : null);
}

/// <param name="Status">Healthy, Degraded or Unhealthy.</param>
/// <param name="Detail">In words; null if there is nothing to say.</param>
public sealed record PartAnswer(string Status, string? Detail);

/// <param name="Records">Audit records that are not in cold storage yet.</param>
/// <param name="Share">Their share of Redis' memory, 0..1; scoring stops at 0.25.</param>
/// <param name="Oldest">When the oldest of them was decided; null if none waits.</param>
public sealed record BacklogAnswer(long Records, double Share, DateTimeOffset? Oldest);

/// <param name="Waiting">Enqueued for the next free worker.</param>
/// <param name="Scheduled">Due later, repeated ones included.</param>
/// <param name="Running">Running now.</param>
/// <param name="Failed">Given up, until somebody deletes or repeats them.</param>
public sealed record JobsAnswer(long Waiting, long Scheduled, long Running, long Failed);
