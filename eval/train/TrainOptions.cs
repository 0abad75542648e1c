using System.CommandLine;
using Sentinel.Bench;

namespace Sentinel.Train;

/// <summary>What the command line says.</summary>
internal sealed record TrainOptions
{
    public required string Data { get; init; }

    public required string Out { get; init; }

    public required int Steps { get; init; }

    /// <summary>The family of the zoo to leave out; "all" for each in turn; empty for none.</summary>
    public required string LeftOut { get; init; }

    public static RootCommand Command(Action<TrainOptions> fitNet, Action<TrainOptions> fitTempo) => new(
        """
        Fits the models of typing that ship, from recordings of people. Needs no server. The same command gives the same file.

        Exit code: 0 done; 1 recordings are missing; 2 the command line is wrong.
        """)
    {
        Verb("typing-net", "The net that tells people's typing from generated typing; 4 minutes on two cores", 12_000, fitNet),
        Verb("human-tempo", "The model by which simulated people type; 6 minutes on two cores", 8_000, fitTempo),
    };

    private static Command Verb(string name, string description, int usual, Action<TrainOptions> run)
    {
        Option<string> data = new("--data")
        {
            Description = "The recordings", HelpName = "FOLDER", DefaultValueFactory = _ => "../shared/data",
        };
        Option<string> to = new("--out") { Description = "Write the weights here", HelpName = "FILE", DefaultValueFactory = _ => "" };
        var steps = ToolCommand.Number("--steps", "How many steps to take", usual, least: 1);
        Option<string> left = new("--left-out")
        {
            Description = "Fit without a family of imitators and those built like it, and measure it; all: each in turn",
            HelpName = "FAMILY",
            DefaultValueFactory = _ => "",
        };
        Command command = new(name, description) { data, to, steps };
        if (name == "typing-net")
            command.Add(left.AcceptOnlyFromAmong([.. TypingNetFit.Families, "all"]));
        command.Validators.Add(given =>
        {
            if (given.GetValue(left) is { Length: > 0 } && given.GetValue(to) is { Length: > 0 })
                given.AddError("What is fitted without a family does not ship: leave out --out or --left-out.");
        });
        command.SetAction(given => run(new()
        {
            Data = given.GetRequiredValue(data),
            Out = given.GetRequiredValue(to),
            Steps = given.GetValue(steps),
            LeftOut = name == "typing-net" ? given.GetRequiredValue(left) : "",
        }));
        return command;
    }
}
