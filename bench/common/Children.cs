using System.Globalization;

namespace Sentinel.Bench;

/// <summary>The child processes that have ended.</summary>
internal static class Children
{
    private const int TicksPerSecond = 100;

    /// <summary>Their user and system time: <c>cutime</c> and <c>cstime</c> in proc(5).</summary>
    public static TimeSpan Processor
    {
        get
        {
            var stat = File.ReadAllText("/proc/self/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromSeconds((double)(Ticks(fields[13]) + Ticks(fields[14])) / TicksPerSecond);
        }
    }

    private static long Ticks(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
