using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Sentinel.Bench;

/// <summary>Prints findings as a table and writes them as JSON.</summary>
internal static class Report
{
    public static void Print(string title, IReadOnlyList<Finding> findings, int digits)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 160;
        var table = new Table { Title = new(title) }.Border(TableBorder.Markdown);
        table.AddColumns("measure", "median, quartiles", "unit", "target", "result");
        foreach (var finding in findings)
        {
            var target = finding.Target is { } bound
                ? (finding.Better == "lower" ? "≤ " : "≥ ") + bound.ToString(CultureInfo.InvariantCulture)
                : "";
            table.AddRow(Markup.Escape(finding.Measure), Markup.Escape(finding.Value.Text(digits)), finding.Unit, target, finding.Verdict);
        }

        AnsiConsole.Write(table);
    }

    public static void Write(string? file, IReadOnlyList<Finding> findings)
    {
        if (file is not null) File.WriteAllText(file, JsonSerializer.Serialize(new Findings(findings), ReportJson.Default.Findings));
    }
}

/// <summary>The content of <c>--json</c>.</summary>
internal sealed record Findings(IReadOnlyList<Finding> Rows);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(Findings))]
internal sealed partial class ReportJson : JsonSerializerContext;
