using System.Globalization;

namespace Sentinel.Infrastructure.HotState;

/// <summary>The memory of a master, as it reports it.</summary>
/// <param name="Limit">The bytes that it may use: its <c>maxmemory</c>, or else the machine's memory.</param>
/// <param name="Policy">Its <c>maxmemory-policy</c>; null if it does not report one, like Garnet and some managed services.</param>
internal readonly record struct MemoryInfo(long Limit, string? Policy)
{
    /// <summary>Whether it may evict acknowledged data.</summary>
    public bool MayEvict => Policy is not (null or "noeviction");

    /// <param name="info">The reply to <c>INFO memory</c>.</param>
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

    /// <summary>0 if the text is not a number: Garnet's numbers have units.</summary>
    private static long Number(ReadOnlySpan<char> text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
