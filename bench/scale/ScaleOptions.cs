using System.Globalization;

namespace Sentinel.Scale;

/// <summary>What the command line says.</summary>
internal sealed record ScaleOptions(int Sessions, int Rounds, int Seconds, int Connections, string? Json)
{
    public const string Help = """
        Fills Redis with sessions, prints the bytes that each takes, and drives Sentinel over a thousand of them and over all, in turns.
        Needs a Release build, redis-server and wrk, and about 2.5 GB of memory for a million sessions.

          --sessions N      in Redis                                         1000000
          --rounds N        alternations                                     7
          --seconds N       of each turn                                     5
          --connections N   of wrk                                           32
          --json FILE       also write the table
          --help

        Exit code: 0 measured, 1 something failed, 2 the command line is wrong.
        """;

    /// <exception cref="FormatException">An option is unknown or has no number.</exception>
    public static ScaleOptions Parse(string[] args)
    {
        var options = new ScaleOptions(1_000_000, 7, 5, 32, null);
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{args[i]} needs a value; see --help.");
            options = args[i] switch
            {
                "--sessions" => options with { Sessions = Number(value) },
                "--rounds" => options with { Rounds = Number(value) },
                "--seconds" => options with { Seconds = Number(value) },
                "--connections" => options with { Connections = Number(value) },
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
