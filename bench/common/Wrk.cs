using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Sentinel.Bench;

/// <summary>What one run of wrk measured.</summary>
/// <param name="Requests">Answered.</param>
/// <param name="Rate">Requests a second.</param>
/// <param name="Median">Latency, ms.</param>
/// <param name="P99">Latency, ms.</param>
/// <param name="Refused">Answers that were not an accepted batch.</param>
internal sealed record WrkRun(long Requests, double Rate, double Median, double P99, long Refused);

/// <summary>Runs wrk with a script.</summary>
internal static partial class Wrk
{
    /// <exception cref="InvalidOperationException">wrk is missing or failed.</exception>
    public static async Task<WrkRun> Run(string script, int port, int seconds, int connections)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(
                "wrk", ["-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", "10s", "--latency", "-s", script, $"http://127.0.0.1:{port}"])
            { RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException("wrk is not installed: apt-get install wrk");
        }

        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"wrk failed: {output}");
        var refused = long.Parse(Refused().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        return new(
            long.Parse(Requests().Match(output).Groups[1].Value, CultureInfo.InvariantCulture),
            double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture),
            Milliseconds(Median().Match(output)), Milliseconds(P99().Match(output)), refused);
    }

    private static double Milliseconds(Match match)
    {
        var number = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return match.Groups[2].Value switch { "us" => number / 1000, "ms" => number, _ => number * 1000 };
    }

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Requests();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"50%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex Median();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex P99();

    [GeneratedRegex(@"refused (\d+)")]
    private static partial Regex Refused();
}
