namespace Sentinel.Accuracy;

/// <summary>What the command line says.</summary>
internal sealed record AccuracyOptions
{
    public const string Help = """
        Measures how well the product's own models tell people apart, on recordings that are no part of the project.

          --data FOLDER     the recordings                                    ../shared/data
          --people SET      odd (the report: nothing was tuned on them) or
                            even (for tuning)                                 odd
          --curves FOLDER   also write a DET and a ROC curve of each protocol as SVG
          --json FILE       also write the rows
          --background FILE build the population background from people with even ids, write it and measure nothing;
                            the file that ships is src/Sentinel.Infrastructure/Formats/population.json
          --only WORD       measure only the protocols whose name holds the word
          --help

        Exit code: 0 measured, 1 the recordings are missing, 2 the command line is wrong.
        """;

    public string Data { get; private init; } = "../shared/data";

    /// <summary>Whether people with odd ids are measured, and not those with even ones.</summary>
    public bool Odd { get; private init; } = true;

    public string? Curves { get; private init; }

    public string? Json { get; private init; }

    public string? Background { get; private init; }

    public string Only { get; private init; } = "";

    /// <exception cref="FormatException">An option that is not known, or a value that does not fit.</exception>
    public static AccuracyOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new AccuracyOptions();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value =
                i + 1 < arguments.Count ? arguments[i + 1] : throw new FormatException($"{arguments[i]} needs a value; see --help.");
            options = (arguments[i], value) switch
            {
                ("--data", _) => options with { Data = value },
                ("--people", "odd" or "even") => options with { Odd = value == "odd" },
                ("--people", _) => throw new FormatException("--people is odd or even."),
                ("--curves", _) => options with { Curves = value },
                ("--json", _) => options with { Json = value },
                ("--background", _) => options with { Background = value },
                ("--only", _) => options with { Only = value },
                _ => throw new FormatException($"{arguments[i]} is not an option; see --help."),
            };
        }

        return options;
    }
}
