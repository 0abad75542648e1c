using System.Runtime.InteropServices;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Sessions;

/// <summary>The result of waiting for a turn.</summary>
public enum Turn
{
    /// <summary>The caller has the turn until it gives it back.</summary>
    Taken,

    /// <summary>The turn did not come in time. The caller continues without it and gives nothing back.</summary>
    Skipped,

    /// <summary>Too many requests are waiting.</summary>
    Full,

    /// <summary>Hot state failed for the request that had the turn.</summary>
    Failed,
}

/// <summary>
/// Orders the commits of a session's requests on this node, so they do not conflict with each other. Turns only give order; the
/// compare-and-set keeps states correct. A session has a line only while one of its requests is in progress here.
/// </summary>
public sealed class SessionTurns(TimeProvider time)
{
    /// <summary>Maximum number of waiting batches of one session on a node, and of other requests.</summary>
    public const int MaxWaiting = 64;

    /// <summary>How long a request that goes first waits for its turn.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<(TenantId, SessionId), Line?> lines = [];
    private readonly Lock gate = new();

    /// <summary>Sessions with a request in progress.</summary>
    public int Count
    {
        get
        {
            lock (gate) return lines.Count;
        }
    }

    /// <param name="tenant">The session's tenant.</param>
    /// <param name="session">The session.</param>
    /// <param name="goesFirst">Whether the request goes before every waiting batch, after about <see cref="Patience"/> at most.</param>
    public ValueTask<Turn> Take(TenantId tenant, SessionId session, bool goesFirst)
    {
        TaskCompletionSource<Turn> waiter;
        lock (gate)
        {
            ref var line = ref CollectionsMarshal.GetValueRefOrAddDefault(lines, (tenant, session), out var taken);
            if (!taken)
                return new(Turn.Taken);
            line ??= new();
            var queue = goesFirst ? line.First : line.Batches;
            if (queue.Count >= MaxWaiting)
                return new(Turn.Full);
            waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
            queue.Enqueue(waiter);
        }

        return goesFirst ? new(Within(Patience, waiter)) : new(waiter.Task);
    }

    /// <summary>
    /// Passes a turn that was <see cref="Turn.Taken"/> to the next request. If hot state failed, all waiting batches fail now, instead of
    /// waiting in vain.
    /// </summary>
    public void GiveBack(TenantId tenant, SessionId session, bool failed)
    {
        lock (gate)
        {
            if (lines[(tenant, session)] is { } line)
            {
                while (failed && line.Batches.TryDequeue(out var batch))
                    batch.TrySetResult(Turn.Failed);
                while (line.First.TryDequeue(out var next) || line.Batches.TryDequeue(out next))
                {
                    if (next.TrySetResult(Turn.Taken))
                        return;
                }
            }

            lines.Remove((tenant, session));
        }
    }

    private async Task<Turn> Within(TimeSpan patience, TaskCompletionSource<Turn> waiter)
    {
        using var enough = new CancellationTokenSource();
        var late = Task.Delay(patience, time, enough.Token);
        if (await Task.WhenAny(waiter.Task, late) == late && waiter.TrySetResult(Turn.Skipped))
            return Turn.Skipped;
        await enough.CancelAsync();
        return await waiter.Task;
    }

    private sealed class Line
    {
        public Queue<TaskCompletionSource<Turn>> First { get; } = [];

        public Queue<TaskCompletionSource<Turn>> Batches { get; } = [];
    }
}
