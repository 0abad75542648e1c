namespace Sentinel.Infrastructure.Jobs;

/// <summary>
/// Lets at most one delivery of this node's spool wait in the queue. A lost one, for example when the job store goes away, expires after
/// ten seconds.
/// </summary>
public sealed class SpoolTicket
{
    private static readonly long Lifetime = TimeSpan.FromSeconds(10).Ticks;

    private long _takenAt;

    /// <summary>False while a delivery waits.</summary>
    public bool TryTake(DateTimeOffset now)
    {
        var taken = Interlocked.Read(ref _takenAt);
        return (taken == 0 || now.UtcTicks - taken > Lifetime) && Interlocked.CompareExchange(ref _takenAt, now.UtcTicks, taken) == taken;
    }

    public void Return() => Interlocked.Exchange(ref _takenAt, 0);
}
