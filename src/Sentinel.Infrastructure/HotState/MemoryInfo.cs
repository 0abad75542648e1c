using System.Globalization;

namespace Sentinel.Infrastructure.HotState;

/// <summary>What a master says of its memory.</summary>
/// <param name="Limit">Bytes that it may hold: its <c>maxmemory</c>, or where it has none, the machine's memory.</param>
/// <param name="Policy">Its <c>maxmemory-policy</c>; null where it does not tell, as Garnet and some managed services do.</param>
internal readonly record struct MemoryInfo(long Limit, string? Policy)
{
    /// <summary>It may throw away what was acknowledged.</summary>
    public bool MayEvict => Policy is not (null or "noeviction");

    /// <param name="info">The answer to <c>INFO memory</c>.</param>
    public static MemoryInfo Parse(string info)
    {
        var (most, machine, policy) = (0L, 0L, (string?)null);
        foreach (var line in info.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("maxmemory:")) most = Number(line["maxmemory:".Length..]);
            else if (line.StartsWith("total_system_memory:")) machine = Number(line["total_system_memory:".Length..]);
            else if (line.StartsWith("maxmemory_policy:")) policy = line["maxmemory_policy:".Length..].ToString();
        }

        return new(most > 0 ? most : machine > 0 ? machine : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, policy);
    }

    /// <summary>0 for none: Garnet's numbers have units.</summary>
    private static long Number(ReadOnlySpan<char> text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
