using System.Collections.Concurrent;

namespace Sentinel.Replay;

/// <summary>Plays the recordings, a bounded number at a time.</summary>
internal static class ReplayRun
{
    public static async Task<IReadOnlyList<SessionOutcome>> Play(
        Selection selection, Player player, int concurrency, IProgressLine progress, CancellationToken cancellation)
    {
        var outcomes = new ConcurrentBag<(int Order, SessionOutcome Outcome)>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellation };
        await Parallel.ForEachAsync(selection.Recordings().Index(), parallel, async (item, stop) =>
        {
            var (order, recording) = item;
            var outcome = await player.Play(recording, stop);
            outcomes.Add((order, outcome));
            progress.Advance(outcome);
        });
        return [.. outcomes.OrderBy(o => o.Order).Select(o => o.Outcome)];
    }
}
