using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sentinel.Bench;

/// <summary>The result of a paced run. Latencies are in ms from when a request was due, not from when it was sent.</summary>
/// <param name="Requests">Answered requests.</param>
/// <param name="Rate">Answered requests per second.</param>
/// <param name="P50">Latency, ms.</param>
/// <param name="P99">Latency, ms.</param>
/// <param name="Refused">Answers that were not an accepted batch.</param>
/// <param name="Unsent">Requests that were due but never sent, because the server was too slow.</param>
internal sealed record PacedRun(long Requests, double Rate, double P50, double P99, long Refused, long Unsent);

/// <summary>
/// Sends at fixed times, independent of the answers (open loop), so a stall also counts for the requests that it delays. Each connection
/// has a thread and a share of the sessions, so sequences are in order.
/// </summary>
internal static class Paced
{
    /// <summary>The run stops after this many times the planned time.</summary>
    private const int Patience = 3;

    /// <param name="port">The server's port.</param>
    /// <param name="key">The credential.</param>
    /// <param name="sessions">Number of sessions that take turns; at least as many as connections.</param>
    /// <param name="from">The sequence of each session's first batch.</param>
    /// <param name="rate">Requests per second over all connections.</param>
    /// <param name="seconds">How long requests fall due, in seconds.</param>
    /// <param name="connections">Number of connections.</param>
    public static async Task<PacedRun> Run(int port, string key, int sessions, long from, double rate, int seconds, int connections)
    {
        var start = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10);
        var lanes = await Task.WhenAll(Enumerable.Range(0, connections).Select(lane => Task.Factory.StartNew(
            () => Drive(lane), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        var took = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var latencies = lanes.SelectMany(lane => lane.Latencies).Order().ToArray();
        if (latencies.Length == 0) throw new InvalidOperationException("The server answered nothing.");
        return new(
            latencies.Length, latencies.Length / took, At(0.5), At(0.99), lanes.Sum(lane => lane.Refused), lanes.Sum(lane => lane.Unsent));

        double At(double share) => latencies[(int)Math.Min(latencies.Length - 1, share * latencies.Length)];

        Lane Drive(int lane)
        {
            using var connection = new BatchConnection(port, key);
            var (latencies, refused, mine) = (new List<double>(), 0L, (sessions - lane + connections - 1) / connections);
            var due = (int)Math.Ceiling((rate * seconds - lane) / connections);
            for (var turn = 0; turn < due; turn++)
            {
                var at = ((turn * (double)connections) + lane) / rate;
                Sleep(at - Now());
                if (Now() > Patience * seconds) return new(latencies, refused, due - turn);
                if (!connection.Send(lane + (turn % mine * connections), from + (turn / mine))) refused++;
                latencies.Add((Now() - at) * 1000);
            }

            return new(latencies, refused, 0);
        }

        double Now() => (Stopwatch.GetTimestamp() - start) / (double)Stopwatch.Frequency;
    }

    /// <summary>The most turns that a run at this rate takes of each session.</summary>
    public static long Laps(double rate, int seconds, int sessions) => (long)(rate * seconds / sessions) + 2;

    private static void Sleep(double seconds)
    {
        if (seconds <= 0) return;
        var wanted = new Timespec((long)seconds, (long)((seconds - Math.Floor(seconds)) * 1e9));
        _ = NanoSleep(in wanted, IntPtr.Zero);
    }

    // Thread.Sleep has whole milliseconds only, which are as long as the measured times.
    [DllImport("libc", EntryPoint = "nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NanoSleep(in Timespec wanted, IntPtr left);

    private sealed record Lane(List<double> Latencies, long Refused, long Unsent);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Timespec(long Seconds, long Nanoseconds);
}
