using System.Globalization;
using Spectre.Console;

namespace Sentinel.Accuracy;

/// <summary>Prints the rows as a Markdown table.</summary>
internal static class Report
{
    private const int WidthInFiles = 160;

    public static void Print(IReadOnlyList<Row> rows)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = WidthInFiles;
        var table = new Table().Border(TableBorder.Markdown);
        table.AddColumns("protocol", "metric", "value", "95 %", "target", "");
        foreach (var row in rows)
        {
            table.AddRow(
                row.Protocol,
                row.Metric,
                Text(row.Value),
                $"{Text(row.Low)}–{Text(row.High)}",
                row.Target is { } target ? $"{(row.Better == "lower" ? "≤" : "≥")} {target.ToString(CultureInfo.InvariantCulture)}" : "",
                row.Verdict
            );
        }

        AnsiConsole.Write(table);
    }

    private static string Text(double value) => value.ToString(value < 10 ? "0.0000" : "N0", CultureInfo.InvariantCulture);
}
