using Sentinel.Domain.Sessions;

namespace Sentinel.Infrastructure.Clocks;

/// <summary>How this node's clock stands to others'.</summary>
internal enum ClockState
{
    /// <summary>Nobody differs.</summary>
    Agrees,

    /// <summary>
    /// The others differ from each other, or the only one there is differs from this node's: nobody knows whose is wrong.
    /// </summary>
    Doubtful,

    /// <summary>The others agree with each other against this node's.</summary>
    Wrong,
}

/// <summary>This node's clock against those of Redis and of PostgreSQL.</summary>
/// <param name="Redis">By how much this node is ahead of it; null where it was not heard of lately.</param>
/// <param name="Postgres">Likewise.</param>
internal readonly record struct ClockComparison(TimeSpan? Redis, TimeSpan? Postgres)
{
    public ClockState State => (Redis, Postgres) switch
    {
        ({ } redis, { } postgres) when (redis - postgres).Duration() > ClockSkew.Tolerated => ClockState.Doubtful,
        ({ } redis, { } postgres) when Differs(redis) && Differs(postgres) => ClockState.Wrong,
        ({ }, { }) => ClockState.Agrees,
        _ when (Redis ?? Postgres) is { } one && Differs(one) => ClockState.Doubtful,
        _ => ClockState.Agrees,
    };

    public override string ToString() => $"{Words(Redis, "Redis")}, {Words(Postgres, "PostgreSQL")}";

    private static bool Differs(TimeSpan ahead) => ahead.Duration() > ClockSkew.Tolerated;

    private static string Words(TimeSpan? ahead, string name) => ahead switch
    {
        null => $"{name} was not heard of",
        { } by when by < TimeSpan.Zero => FormattableString.Invariant($"{-by.TotalSeconds:F1} s behind {name}"),
        { } by => FormattableString.Invariant($"{by.TotalSeconds:F1} s ahead of {name}"),
    };
}
