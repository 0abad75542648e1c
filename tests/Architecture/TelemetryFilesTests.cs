using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sentinel.Architecture.Tests;

/// <summary>The dashboard, the alert rules and docs/telemetry.md name metrics that exist, and each alert has its run book.</summary>
public sealed partial class TelemetryFilesTests
{
    private static readonly string Root = LineLengths.Root;
    private static readonly string Deploy = Path.Combine(Root, "deploy");
    private static readonly string Page = File.ReadAllText(Path.Combine(Root, "docs", "telemetry.md"));
    private static readonly string Alerts = File.ReadAllText(Path.Combine(Deploy, "prometheus", "alerts.yaml"));
    private static readonly string Dashboard = File.ReadAllText(Path.Combine(Deploy, "grafana", "sentinel.json"));

    /// <summary>Prometheus' names without the unit and <c>_total</c>.</summary>
    private static readonly HashSet<string> Instruments =
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText)
            .Where(text => text.Contains(".Meter", StringComparison.Ordinal) || text.Contains("new Meter", StringComparison.Ordinal)
                || text.Contains("Meter =", StringComparison.Ordinal))
            .SelectMany(text => Instrument().Matches(text))
            .Select(match => match.Groups[1].Value.Replace('.', '_')),
    ];

    [Fact]
    public void Metrics_OfTheDashboardTheRulesAndThePage_Exist()
    {
        Assert.True(Instruments.Count >= 15);
        Assert.All(
            new[] { Page, Alerts, Dashboard }.SelectMany(text => Metric().Matches(text)).Select(match => match.Value).Distinct(),
            metric => Assert.Contains(Instruments, instrument => Suffixes().Replace(metric, "") == instrument));
    }

    [Fact]
    public void Page_ListsEveryMetric() => Assert.All(
        Instruments, instrument => Assert.Contains($"`{instrument}", Page, StringComparison.Ordinal));

    [Fact]
    public void Alerts_EachHaveARunBookAndNoOtherSectionIsLeft()
    {
        var books = File.ReadAllText(Path.Combine(Deploy, "prometheus", "runbooks.md"));
        var sections = Regex.Matches(books, "^## (\\w+)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value);
        var alerts = Regex.Matches(Alerts, "- alert: (\\w+)").Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(alerts.Order(), sections.Order());
        Assert.All(alerts, alert => Assert.Contains($"runbooks.md#{alert.ToLowerInvariant()}\"", Alerts, StringComparison.Ordinal));
    }

    [Fact]
    public void Rules_ForPromtool_AreRightAndDoWhatTheirTestsSay()
    {
        Promtool("check", "rules", Path.Combine(Deploy, "prometheus", "alerts.yaml"));
        Promtool("test", "rules", Path.Combine(Deploy, "prometheus", "alerts.test.yaml"));
    }

    /// <summary>promtool reads the dashboard's expressions as rules; Grafana's own variables are replaced by what they stand for.</summary>
    [Fact]
    public void Expressions_OfTheDashboard_AreUnderstood()
    {
        var expressions = JsonNode.Parse(Dashboard)!["panels"]!.AsArray()
            .SelectMany(panel => panel!["targets"]?.AsArray() ?? [])
            .Select(target => (string)target!["expr"]!)
            .Select(text => text.Replace("$__rate_interval", "5m", StringComparison.Ordinal))
            .Select(text => text.Replace("$instance", ".*", StringComparison.Ordinal))
            .ToArray();
        Assert.True(expressions.Length > 20);
        var file = Path.Combine(Path.GetTempPath(), $"sentinel-dashboard-{Guid.NewGuid():N}.yaml");
        try
        {
            File.WriteAllLines(file, ["groups:", "  - name: dashboard", "    rules:", .. expressions.Select((text, i) =>
                $"      - {{ record: \"panel:{i}\", expr: '{text.Replace("'", "''", StringComparison.Ordinal)}' }}")]);
            Promtool("check", "rules", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Promtool(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("promtool", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{output.Result}{errors.Result}");
    }

    [GeneratedRegex("\"(sentinel\\.[a-z_]+(?:\\.[a-z_]+)*)\"")]
    private static partial Regex Instrument();

    [GeneratedRegex("\\bsentinel_[a-z_]+")]
    private static partial Regex Metric();

    [GeneratedRegex("_(seconds|bytes|total|seconds_bucket|seconds_count|bytes_total)$")]
    private static partial Regex Suffixes();
}
