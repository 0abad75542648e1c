using System.Threading.Channels;

namespace Sentinel.Infrastructure;

/// <summary>Wakes a background loop when there is work, so that it need not look again and again. For one who waits.</summary>
internal sealed class Bell
{
    private readonly Channel<bool> rung = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Free when it has been rung already. One that rings while nobody waits is heard by the next wait.</summary>
    public void Ring() => rung.Writer.TryWrite(true);

    /// <summary>Until it is rung.</summary>
    public Task Wait(CancellationToken cancel) => rung.Reader.ReadAsync(cancel).AsTask();

    /// <summary>Until it is rung, or the time is over.</summary>
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
