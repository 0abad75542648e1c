using System.Globalization;

namespace Sentinel.Replay;

/// <summary>What the command line says.</summary>
internal sealed record ReplayOptions
{
    public const string Help = """
        Sends recorded (or generated) people and bots to a Sentinel server, as a browser would, and prints how each kind of session ended.
        The server must run with Scoring:Clock=Client, since seconds of input are sent in milliseconds.

          --url URL          the server                              http://127.0.0.1:5080
          --key KEY          a server or admin key                   $SENTINEL_BOOTSTRAP_KEY, else the file bootstrap-key in
                                                                     $SENTINEL_DATA or ./data
          --data FOLDER      the recordings                          ../shared/data
          --sources LIST     all, or of: {0};
                             one row of the table alone as balabit/te
          --sessions N       at most N of each row of the table, evenly spread over the recordings
          --synthetic        generated people and bots, no recordings needed
          --seed N           of --synthetic                          1
          --concurrency N    sessions at a time                      8
          --json FILE        also write the tables and every session's outcome
          --help

        Exit code: 0 the run was complete, 1 a request was refused or the server could not be reached, 2 the command line is wrong.
        """;

    public Uri Url { get; private init; } = new("http://127.0.0.1:5080");

    public string? Key { get; private init; }

    public string Data { get; private init; } = "../shared/data";

    /// <summary>Empty for all.</summary>
    public IReadOnlyList<string> Sources { get; private init; } = [];

    public int? Sessions { get; private init; }

    public int Concurrency { get; private init; } = 8;

    public string? Json { get; private init; }

    public bool Synthetic { get; private init; }

    public int Seed { get; private init; } = 1;

    public bool ShowHelp { get; private init; }

    /// <exception cref="ArgumentException">An option that is not known, or a value that does not fit.</exception>
    public static ReplayOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new ReplayOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            options = name switch
            {
                "--url" => options with { Url = Address() },
                "--key" => options with { Key = Value() },
                "--data" => options with { Data = Value() },
                "--sources" => options with { Sources = Names(Value()) },
                "--sessions" => options with { Sessions = Number(1) },
                "--concurrency" => options with { Concurrency = Number(1) },
                "--json" => options with { Json = Value() },
                "--synthetic" => options with { Synthetic = true },
                "--seed" => options with { Seed = Number(0) },
                "--help" or "-h" => options with { ShowHelp = true },
                _ => throw Wrong("is not an option"),
            };

            string Value() => ++i < arguments.Count ? arguments[i] : throw Wrong("needs a value");

            Uri Address() => Uri.TryCreate(Value(), UriKind.Absolute, out var url) ? url : throw Wrong("needs an absolute URL");

            int Number(int least) =>
                int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
                ? number
                : throw Wrong($"needs a whole number of at least {least}");

            ArgumentException Wrong(string what) => new($"{name} {what}. See --help.");
        }

        return options;
    }

    private static string[] Names(string list)
    {
        var names = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names is ["all"]) return [];
        var unknown = names.Select(n => n.Split('/')[0]).Except(RecordingFolder.Names).ToList();
        return unknown.Count == 0
            ? names
            : throw new ArgumentException(
                $"--sources does not know {string.Join(", ", unknown)}; there are {string.Join(", ", RecordingFolder.Names)}.");
    }
}
