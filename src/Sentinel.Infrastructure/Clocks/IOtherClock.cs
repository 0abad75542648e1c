namespace Sentinel.Infrastructure.Clocks;

/// <summary>The clock of another part, such as Redis.</summary>
internal interface IOtherClock
{
    /// <summary>The part's name in the log and the health check.</summary>
    string Name { get; }

    /// <summary>The clock's time; null if it does not answer.</summary>
    Task<DateTimeOffset?> Read(CancellationToken cancel);
}
