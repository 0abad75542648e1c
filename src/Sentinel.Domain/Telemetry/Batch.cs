namespace Sentinel.Domain.Telemetry;

/// <summary>What one POST carries, validated and in domain units.</summary>
public sealed record Batch
{
    /// <summary>The tab or device; sequences count per stream.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>1..2^53, unique in its stream.</summary>
    public required long Sequence { get; init; }

    /// <summary>Fingerprint of the events: the same sequence with another fingerprint is other content.</summary>
    public required ulong ContentHash { get; init; }

    /// <summary>Step of the client's timer in ms, 0.001..100. Nothing is judged finer than it.</summary>
    public double TimerResolution { get; init; } = 1;

    /// <summary>Events that the client had to drop before this batch.</summary>
    public long Dropped { get; init; }

    public ReadOnlyMemory<KeyStroke> Keys { get; init; }

    public ReadOnlyMemory<PointerSample> Pointer { get; init; }

    public ReadOnlyMemory<Signal> Signals { get; init; }
}
