using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Sentinel.Bench;

namespace Sentinel.ConsoleBench;

/// <summary>Times a simulation of another policy over the month, as an administrator starts it.</summary>
internal static class PolicyTrial
{
    /// <summary>Decisions a minute on two cores.</summary>
    private const double Target = 1_000_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static async Task<Finding> Run(HttpClient http, DateTimeOffset from, DateTimeOffset to, int candidate)
    {
        using var started = await http.PostAsJsonAsync(
            new Uri("policy/simulations", UriKind.Relative), new { candidate, from, to });
        started.EnsureSuccessStatusCode();
        JsonNode simulation;
        do
        {
            await Task.Delay(Pause);
            simulation = JsonNode.Parse(await http.GetStringAsync(started.Headers.Location!))!;
        }
        while (simulation["finishedAt"] is null);

        var (decisions, took) = (
            (long)simulation["result"]!["decisions"]!,
            (DateTimeOffset)simulation["finishedAt"]! - (DateTimeOffset)simulation["startedAt"]!);
        var name = string.Create(CultureInfo.InvariantCulture, $"Simulation of policy {candidate}: {decisions:N0} decisions");
        return new(name, Spread.Of([decisions / took.TotalMinutes]), "a minute", Target, "higher");
    }
}
