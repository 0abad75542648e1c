using System.CommandLine;
using Sentinel.Bench;

namespace Sentinel.Train;

/// <summary>What the command line says.</summary>
internal sealed record TrainOptions
{
    public required string Data { get; init; }

    public required string Out { get; init; }

    public required int Steps { get; init; }

    /// <summary>The family or the transform to leave out; "all" for each in turn; empty for none.</summary>
    public required string LeftOut { get; init; }

    /// <param name="fits">What each verb does: typing-net, path-net, human-tempo, human-path and style-net.</param>
    public static RootCommand Command(params Action<TrainOptions>[] fits) => new(
        """
        Fits the models of typing and pointing that ship, from recordings of people. Needs no server. The same command gives the same file.

        Exit code: 0 done; 1 recordings are missing; 2 the command line is wrong.
        """)
    {
        Verb("typing-net", "The net that tells people's typing from generated typing", 24_000, TypingNetFit.Parts, fits[0]),
        Verb("path-net", "The net that tells people's pointer strokes from generated ones", 6_000, PathNetFit.Parts, fits[1]),
        Verb("human-tempo", "The model by which simulated people type", 8_000, [], fits[2]),
        Verb("human-path", "The model by which simulated people move a mouse", 6_000, [], fits[3]),
        Verb("style-net", "The net that tells people apart by how they type", 12_000, [], fits[4]),
    };

    private static Command Verb(
        string name, string description, int usual, IReadOnlyList<string> parts, Action<TrainOptions> run)
    {
        Option<string> data = new("--data")
        {
            Description = "The recordings", HelpName = "FOLDER", DefaultValueFactory = _ => "../shared/data",
        };
        Option<string> to = new("--out") { Description = "Write the weights here", HelpName = "FILE", DefaultValueFactory = _ => "" };
        var steps = ToolCommand.Number("--steps", "How many steps to take", usual, least: 1);
        Option<string> left = new("--left-out")
        {
            Description = "Fit without a family and those built like it, or without a transform, and measure it; all: each in turn",
            HelpName = "PART",
            DefaultValueFactory = _ => "",
        };
        Command command = new(name, description) { data, to, steps };
        if (parts.Count > 0)
            command.Add(left.AcceptOnlyFromAmong([.. parts, "all"]));
        command.Validators.Add(given =>
        {
            if (given.GetValue(left) is { Length: > 0 } && given.GetValue(to) is { Length: > 0 })
                given.AddError("What is fitted without a part does not ship: leave out --out or --left-out.");
        });
        command.SetAction(given => run(new()
        {
            Data = given.GetRequiredValue(data),
            Out = given.GetRequiredValue(to),
            Steps = given.GetValue(steps),
            LeftOut = parts.Count > 0 ? given.GetRequiredValue(left) : "",
        }));
        return command;
    }
}
