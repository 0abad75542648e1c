using System.Diagnostics;
using Sentinel.Bench;

namespace Sentinel.Micro;

/// <summary>Measures pieces in turns, so that other work on the machine affects all of them.</summary>
internal static class Stopwatches
{
    private const int Alternations = 21;
    private const int WarmCalls = 60_000;
    private const int Calls = 4_000;

    /// <returns>Time in µs and allocated bytes per call, in the order of the pieces.</returns>
    public static IReadOnlyList<(Spread Time, double Bytes)> Alternate(params Func<int, object?>[] pieces)
    {
        foreach (var piece in pieces)
        {
            // Twice, with a pause for the compiler's background tiers.
            for (var half = 0; half < 2; half++)
            {
                for (var i = 0; i < WarmCalls / 2; i++) piece(i);
                Thread.Sleep(250);
            }
        }

        var times = pieces.Select(_ => new List<double>()).ToArray();
        var bytes = new double[pieces.Length];
        for (var round = 0; round < Alternations; round++)
        {
            for (var p = 0; p < pieces.Length; p++)
            {
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                var start = Stopwatch.GetTimestamp();
                for (var i = 0; i < Calls; i++) pieces[p](i);
                times[p].Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / Calls);
                bytes[p] = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)Calls;
            }
        }

        return [.. times.Select((measured, p) => (Spread.Of(measured), bytes[p]))];
    }
}
