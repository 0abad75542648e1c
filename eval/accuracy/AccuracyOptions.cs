using System.CommandLine;
using Sentinel.Bench;

namespace Sentinel.Accuracy;

/// <summary>What the command line says.</summary>
internal sealed record AccuracyOptions
{
    public required string Data { get; init; }

    /// <summary>Whether people with odd ids are measured, and not those with even ones.</summary>
    public bool Odd { get; init; }

    public string? Curves { get; init; }

    public string? Json { get; init; }

    public string? Background { get; init; }

    public required string Only { get; init; }

    public static RootCommand Command(Func<AccuracyOptions, Task<int>> run)
    {
        Option<string> data = new("--data")
        {
            Description = "The recordings",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => "../shared/data",
        };
        var people = new Option<string>("--people")
        {
            Description = "Odd ids (the report: nothing was tuned on them) or even ids (for tuning)",
            DefaultValueFactory = _ => "odd",
        }.AcceptOnlyFromAmong("odd", "even");
        Option<string?> curves = new("--curves")
        {
            Description = "Also write a DET and a ROC curve of each protocol as SVG to this folder",
            HelpName = "FOLDER",
        };
        var json = ToolCommand.File("--json", "Also write the rows to this file");
        var background = ToolCommand.File(
            "--background",
            "Build the population from people with even ids, write it to this file and measure nothing; "
                + "the file that ships is src/Sentinel.Infrastructure/Formats/population.json"
        );
        Option<string> only = new("--only")
        {
            Description = "Measure only the protocols whose name contains the word",
            HelpName = "WORD",
            DefaultValueFactory = _ => "",
        };
        RootCommand command = new(
            """
            Measures how well the models of the product tell people apart, on recordings that are not part of the project.

            Exit code: 0 measured; 1 the recordings are missing; 2 the command line is wrong.
            """
        )
        {
            data,
            people,
            curves,
            json,
            background,
            only,
        };
        command.SetAction(given =>
            run(
                new()
                {
                    Data = given.GetRequiredValue(data),
                    Odd = given.GetValue(people) == "odd",
                    Curves = given.GetValue(curves),
                    Json = given.GetValue(json),
                    Background = given.GetValue(background),
                    Only = given.GetRequiredValue(only),
                }
            )
        );
        return command;
    }
}
