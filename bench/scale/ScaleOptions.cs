using System.CommandLine;
using Sentinel.Bench;

namespace Sentinel.Scale;

/// <summary>What the command line says.</summary>
internal sealed record ScaleOptions(int Sessions, int Rounds, int Seconds, int Connections, string? Json)
{
    public static RootCommand Command(Func<ScaleOptions, Task<int>> run)
    {
        var sessions = ToolCommand.Number("--sessions", "Sessions in Redis", 1_000_000);
        var rounds = ToolCommand.Number("--rounds", "Alternations", 7);
        var seconds = ToolCommand.Number("--seconds", "Seconds of each turn", 5);
        var connections = ToolCommand.Number("--connections", "Connections of wrk", 32);
        var json = ToolCommand.File("--json", "Also write the table to this file");
        RootCommand command = new(
            """
            Fills Redis with sessions, prints the bytes that each takes, and drives Sentinel over a thousand of them and over all, in turns.
            Needs a Release build, redis-server and wrk, and about 2.5 GB of memory for a million sessions.

            Exit code: 0 measured; 1 something failed; 2 the command line is wrong.
            """
        )
        {
            sessions,
            rounds,
            seconds,
            connections,
            json,
        };
        command.SetAction(given =>
            run(
                new(
                    given.GetValue(sessions),
                    given.GetValue(rounds),
                    given.GetValue(seconds),
                    given.GetValue(connections),
                    given.GetValue(json)
                )
            )
        );
        return command;
    }
}
