using System.Threading.Channels;

namespace Sentinel.Infrastructure;

/// <summary>Wakes one background loop when there is work, so that it need not poll.</summary>
internal sealed class Bell
{
    private readonly Channel<bool> rung = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Costs nothing if already rung. If no loop waits, the next wait returns at once.</summary>
    public void Ring() => rung.Writer.TryWrite(true);

    /// <summary>Waits until it is rung.</summary>
    public Task Wait(CancellationToken cancel) => rung.Reader.ReadAsync(cancel).AsTask();

    /// <summary>Waits until it is rung or the time is over.</summary>
    public async Task Wait(TimeSpan most, TimeProvider time, CancellationToken cancel)
    {
        using var over = new CancellationTokenSource(most, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancel);
        try
        {
            await rung.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The time is over.
        }
    }
}
