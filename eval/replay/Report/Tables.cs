using System.Globalization;
using Spectre.Console;

namespace Sentinel.Replay;

internal static class Tables
{
    private const int PlainWidth = 160;
    private const string None = "–";

    public static void Print(ReplayReport report)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = PlainWidth;
        AnsiConsole.Write(Outcomes(report.Rows));
        AnsiConsole.Write(Targets(report.Targets));
        var rate = report.Batches / report.ElapsedSeconds;
        var again = string.Join(", ", report.Repeats.Select(r => $"{r.Value} {r.Key}"));
        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Sessions.Count} sessions, {report.Batches} batches in {report.ElapsedSeconds:F1} s: {rate:F0} batches/s; ")
            + (again.Length == 0 ? "nothing sent again." : $"sent again: {again}."));
        Warn(report.Sessions);
    }

    private static Table Outcomes(IEnumerable<Row> rows)
    {
        var table = new Table { Title = new("How the sessions ended, %: ALLOW / CHALLENGE / BLOCK") }.Border(TableBorder.Markdown);
        table.AddColumns("source", "class");
        foreach (var title in (string[])["sessions", "eligible", "all", "of the eligible", "windows to BLOCK", "batches", "batches/s"])
            table.AddColumn(Right(title));
        foreach (var row in rows)
        {
            table.AddRow(
                row.Source, row.Class, Number(row.All.Sessions), Number(row.Eligible.Sessions), Shares(row.All), Shares(row.Eligible),
                row.MedianWindowsToBlock is { } windows ? Number(windows) : None,
                Number(row.Batches), Number(Math.Round(row.BatchesPerSecond)));
        }

        return table;
    }

    private static Table Targets(IEnumerable<Target> targets)
    {
        var table = new Table { Title = new("Against the targets") }.Border(TableBorder.Markdown);
        table.AddColumns("source", "class", "target").AddColumn(Right("sessions")).AddColumn(Right("measured")).AddColumn("result");
        foreach (var target in targets)
        {
            table.AddRow(
                target.Source, target.Class, target.Aim, Number(target.Sessions),
                target.Sessions == 0 ? None : Percent(target.Measured) + " %",
                target.Result == Target.Missed ? "[red]missed[/]" : target.Result);
        }

        return table;
    }

    private static void Warn(IReadOnlyCollection<SessionOutcome> sessions)
    {
        if (sessions.Any(s => s.TimeCompressed > 0))
            AnsiConsole.MarkupLine("[yellow]context.time_compression: the server counts its own time; it needs --Scoring:Clock=Client.[/]");
        var failed = sessions.Where(s => s.Error is not null).ToList();
        if (failed.Count == 0) return;
        AnsiConsole.MarkupLineInterpolated($"[red]{failed.Count} sessions were refused and are left out of the shares. The first:[/]");
        AnsiConsole.MarkupLineInterpolated($"{failed[0].Source} {failed[0].Session}: {failed[0].Error}");
    }

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned();

    private static string Shares(Endings endings) => endings.Sessions == 0
        ? None
        : string.Join(" / ", new[] { endings.Allow, endings.Challenge, endings.Block }.Select(count => Percent(endings.Share(count))));

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);
}
