using Sentinel.Domain.Sessions;

namespace Sentinel.Infrastructure.Clocks;

/// <summary>How this node's clock compares with the others.</summary>
internal enum ClockState
{
    /// <summary>No clock differs.</summary>
    Agrees,

    /// <summary>
    /// The others differ from each other, or the only other clock differs from this node's: it is unknown which is wrong.
    /// </summary>
    Doubtful,

    /// <summary>The others agree with each other, and this node's clock differs.</summary>
    Wrong,
}

/// <summary>This node's clock compared with the clocks that answered last.</summary>
/// <param name="Others">Each part's name, and by how much this node is ahead of it.</param>
internal sealed record ClockComparison(IReadOnlyList<(string Name, TimeSpan Ahead)> Others)
{
    public static readonly ClockComparison Alone = new([]);

    public ClockState State
    {
        get
        {
            if (Others.Count == 0)
                return ClockState.Agrees;
            var apart = Others.Max(other => other.Ahead) - Others.Min(other => other.Ahead) > ClockSkew.Tolerated;
            var differing = Others.Count(other => other.Ahead.Duration() > ClockSkew.Tolerated);
            if (apart || (differing > 0 && Others.Count == 1))
                return ClockState.Doubtful;
            return differing == Others.Count ? ClockState.Wrong : ClockState.Agrees;
        }
    }

    public override string ToString() => string.Join(", ", Others.Select(other => other.Ahead < TimeSpan.Zero
        ? FormattableString.Invariant($"{-other.Ahead.TotalSeconds:F1} s behind {other.Name}")
        : FormattableString.Invariant($"{other.Ahead.TotalSeconds:F1} s ahead of {other.Name}")));
}
