using System.Globalization;

namespace Sentinel.Load;

/// <summary>What the command line says.</summary>
internal sealed record LoadOptions(int Rounds, int Seconds, int Connections, int Sessions, string? Json)
{
    public const string Help = """
        Drives the floor and Sentinel in one run, in turns, and prints their ratios: with wrk as fast as they can, then at half of the
        floor's rate at times fixed beforehand (open loop). Needs a Release build, redis-server, wrk and PostgreSQL.

          --rounds N        alternations                                     7
          --seconds N       of each turn                                     5
          --connections N   of each                                        32
          --sessions N      that take turns                                  1000
          --json FILE       also write the table
          --help

        Exit code: 0 measured, 1 something failed or more than one answer in a thousand was no accepted batch, 2 the command line is wrong.
        """;

    /// <exception cref="FormatException">An option is unknown or has no number.</exception>
    public static LoadOptions Parse(string[] args)
    {
        var options = new LoadOptions(7, 5, 32, 1000, null);
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{args[i]} needs a value; see --help.");
            options = args[i] switch
            {
                "--rounds" => options with { Rounds = Number(value) },
                "--seconds" => options with { Seconds = Number(value) },
                "--connections" => options with { Connections = Number(value) },
                "--sessions" => options with { Sessions = Number(value) },
                "--json" => options with { Json = value },
                var unknown => throw new FormatException($"{unknown} is no option; see --help."),
            };
        }

        return options;
    }

    private static int Number(string text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{text} is no number above 0.");
}
