using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Sentinel.Bench;

/// <summary>The result of one run of wrk.</summary>
/// <param name="Requests">Answered requests.</param>
/// <param name="Rate">Requests per second.</param>
/// <param name="Median">Latency, ms.</param>
/// <param name="P99">Latency, ms.</param>
/// <param name="Refused">Answers that were not an accepted batch, and unanswered requests.</param>
/// <param name="Turn">The turn to continue with.</param>
/// <param name="Processor">wrk's processor time per request, µs.</param>
/// <param name="FirstRefusal">The first refusal's answer; null if there is none.</param>
internal sealed record WrkRun(
    long Requests,
    double Rate,
    double Median,
    double P99,
    long Refused,
    long Turn,
    double Processor,
    string? FirstRefusal
);

internal static partial class Wrk
{
    /// <exception cref="InvalidOperationException">wrk is missing or failed.</exception>
    public static async Task<WrkRun> Run(string script, int port, int seconds, int connections)
    {
        Process process;
        var before = Children.Processor;
        try
        {
            process = Process.Start(
                new ProcessStartInfo(
                    "wrk",
                    ["-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", "10s", "--latency", "-s", script, $"http://127.0.0.1:{port}"]
                )
                {
                    RedirectStandardOutput = true,
                }
            )!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException("wrk is not installed: apt-get install wrk");
        }

        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"wrk failed: {output}");
        var requests = Number(Requests().Match(output).Groups[1].Value);
        var errors = SocketErrors().Match(output).Groups.Values.Skip(1).Sum(group => Number(group.Value));
        return new(
            requests,
            double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture),
            Milliseconds(Median().Match(output)), Milliseconds(P99().Match(output)),
            Number(Refused().Match(output).Groups[1].Value) + errors, Number(Turn().Match(output).Groups[1].Value),
            (Children.Processor - before).TotalMicroseconds / Math.Max(1, requests),
            FirstRefusal().Match(output) is { Success: true } refusal ? refusal.Groups[1].Value
                : errors > 0 ? "Socket errors or timeouts."
                : null
        );
    }

    private static long Number(string text) => text.Length == 0 ? 0 : long.Parse(text, CultureInfo.InvariantCulture);

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

    [GeneratedRegex(@"^refused (\d+)", RegexOptions.Multiline)]
    private static partial Regex Refused();

    [GeneratedRegex(@"^turn (\d+)", RegexOptions.Multiline)]
    private static partial Regex Turn();

    [GeneratedRegex(@"first refusal: (.{0,200})")]
    private static partial Regex FirstRefusal();

    [GeneratedRegex(@"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)")]
    private static partial Regex SocketErrors();
}
