using System.CommandLine;
using Sentinel.Bench;

namespace Sentinel.ConsoleBench;

/// <summary>What the command line says.</summary>
internal sealed record ConsoleOptions(int Rows, int Rounds, bool Drain, string? Json)
{
    public static RootCommand Command(Func<ConsoleOptions, Task<int>> run)
    {
        var rows = ToolCommand.Number("--rows", "Rows of the audit, over 30 days", 1_000_000, least: 100_000);
        var rounds = ToolCommand.Number("--rounds", "How often each query is made", 15);
        Option<bool> drain = new("--drain") { Description = "Measure what the console costs a drain instead" };
        var json = ToolCommand.File("--json", "Also write the table to this file");
        RootCommand command = new(
            """
            Fills PostgreSQL with an audit of 30 days. Times every query that a console makes, over HTTP, one at a time, and simulations of
            policies over all of it. Needs a Release build, redis-server and PostgreSQL; a million rows take about 1 GB of disk.

            Exit code: 0 measured; 1 something failed; 2 the command line is wrong.
            """
        )
        {
            rows,
            rounds,
            drain,
            json,
        };
        command.SetAction(given => run(
            new(given.GetValue(rows), given.GetValue(rounds), given.GetValue(drain), given.GetValue(json))));
        return command;
    }
}
