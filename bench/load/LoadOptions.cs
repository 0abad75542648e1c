using System.CommandLine;
using Sentinel.Bench;

namespace Sentinel.Load;

/// <summary>What the command line says.</summary>
internal sealed record LoadOptions(int Rounds, int Seconds, int Connections, int Sessions, bool Telemetry, bool Shadow, string? Json)
{
    public static RootCommand Command(Func<LoadOptions, Task<int>> run)
    {
        var rounds = ToolCommand.Number("--rounds", "Alternations", 7);
        var seconds = ToolCommand.Number("--seconds", "Seconds of each turn", 5);
        var connections = ToolCommand.Number("--connections", "Connections to each server", 32);
        var sessions = ToolCommand.Number("--sessions", "Sessions that take turns", 1_000);
        Option<bool> telemetry = new("--telemetry") { Description = "Compare nodes with and without telemetry instead" };
        Option<bool> shadow = new("--shadow") { Description = "Compare nodes with and without a policy in shadow instead" };
        var json = ToolCommand.File("--json", "Also write the table to this file");
        RootCommand command = new(
            """
            Drives the floor and Sentinel in one run, in turns, and prints their ratios: with wrk as fast as they can, then at half of the
            floor's rate at times fixed beforehand (open loop). Needs a Release build, redis-server, wrk and PostgreSQL.

            Exit code: 0 measured; 1 something failed, or more than one answer in a thousand was not an accepted batch; 2 the command line
            is wrong.
            """
        )
        {
            rounds,
            seconds,
            connections,
            sessions,
            telemetry,
            shadow,
            json,
        };
        command.SetAction(given =>
            run(
                new(
                    given.GetValue(rounds),
                    given.GetValue(seconds),
                    given.GetValue(connections),
                    given.GetValue(sessions),
                    given.GetValue(telemetry),
                    given.GetValue(shadow),
                    given.GetValue(json)
                )
            )
        );
        return command;
    }
}
