using System.Runtime.InteropServices;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Sessions;

/// <summary>What became of waiting for a turn.</summary>
public enum Turn
{
    /// <summary>Nobody else has it until it is given back.</summary>
    Taken,

    /// <summary>It did not come in time, and the caller goes on without one; there is nothing to give back.</summary>
    Skipped,

    /// <summary>Too many wait already.</summary>
    Full,

    /// <summary>Hot state failed whoever had the turn before.</summary>
    Failed,
}

/// <summary>
/// Lets the requests of a session commit one after another on this node, so that they meet no conflict of their own making and one session
/// never has more than one commit of a node under way. Turns are for order alone: what keeps states right is the compare-and-set. A session
/// has a line only while one of its requests is here.
/// </summary>
public sealed class SessionTurns(TimeProvider time)
{
    /// <summary>Batches of one session that wait on a node at most, and as many other requests.</summary>
    public const int MaxWaiting = 64;

    /// <summary>How long an evaluation waits for its turn before it goes on without.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<(TenantId, SessionId), Line?> lines = [];
    private readonly Lock gate = new();

    /// <summary>Sessions that have a request here.</summary>
    public int Count
    {
        get
        {
            lock (gate) return lines.Count;
        }
    }

    /// <param name="tenant">Whose session it is.</param>
    /// <param name="session">The session.</param>
    /// <param name="goesFirst">Goes before every batch that waits, and not much later than <see cref="Patience"/>.</param>
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

    /// <summary>Gives a turn that was <see cref="Turn.Taken"/> to the next.</summary>
    /// <param name="tenant">Whose session it is.</param>
    /// <param name="session">The session.</param>
    /// <param name="failed">Hot state did not answer: the batches that wait would each wait as long in vain, so they all hear of it
    /// now.</param>
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
