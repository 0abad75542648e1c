namespace Sentinel.Infrastructure.Clocks;

/// <summary>The clock of a part that has one of its own.</summary>
internal interface IOtherClock
{
    /// <summary>The part's name, as the log and health say it.</summary>
    string Name { get; }

    /// <summary>What it shows; null where it does not answer.</summary>
    Task<DateTimeOffset?> Read(CancellationToken cancel);
}
