using System.CommandLine;
using Sentinel.Bench;
using Sentinel.Replay;
using Sentinel.Simulation;

namespace Sentinel.People;

/// <summary>What the command line says.</summary>
internal sealed record PeopleOptions
{
    public required string Data { get; init; }

    /// <summary>Empty for all.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Parts of names; empty for all.</summary>
    public required IReadOnlyList<string> Deliveries { get; init; }

    public int Sessions { get; init; }

    /// <summary>The shortest session that counts.</summary>
    public int Seconds { get; init; }

    public bool Detectors { get; init; }

    public bool Who { get; init; }

    public bool Features { get; init; }

    /// <summary>How many persons of each persona to play instead of recordings; 0 for recordings.</summary>
    public int Personas { get; init; }

    /// <summary>How many sessions of each family of imitators to play instead of recordings; 0 for recordings.</summary>
    public int Imitators { get; init; }

    /// <summary>Whether to play recordings twice instead.</summary>
    public bool Replays { get; init; }

    /// <summary>Whether to try other policies over what was recorded instead.</summary>
    public bool Policies { get; init; }

    /// <summary>Whether the delivery, or the persona, of this name is asked for.</summary>
    public bool Takes(string name) => Deliveries.Count == 0 || Deliveries.Any(word => name.Contains(word, StringComparison.Ordinal));

    public static RootCommand Command(Func<PeopleOptions, int> run)
    {
        Option<string> data = new("--data")
        {
            Description = "The recordings",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => "../shared/data",
        };
        Option<string> sources = new("--sources")
        {
            Description = $"All, or some of: {string.Join(", ", RecordingFolder.Names)}, separated by commas; one row as balabit/te",
            HelpName = "LIST",
            DefaultValueFactory = _ => "",
        };
        Option<string> deliveries = new("--deliveries")
        {
            Description =
                $"All, or those whose names contain a word of the list: {string.Join(", ", Delivery.All.Select(one => one.Name))}",
            HelpName = "LIST",
            DefaultValueFactory = _ => "",
        };
        var sessions = ToolCommand.Number("--sessions", "At most N recordings of each row, evenly spread", 100_000);
        var seconds = ToolCommand.Number("--seconds", "Leave out sessions of fewer seconds", 0, least: 0);
        Option<bool> detectors = new("--detectors") { Description = "Also print what each detector says on average" };
        Option<bool> who = new("--who")
        {
            Description = "Also name who was blocked, or had a group of evidence at its cap, and what was against them",
        };
        Option<bool> features = new("--features") { Description = "Print quantiles of the features of pointer strokes instead" };
        var personas = ToolCommand.Number("--personas", "Play N generated persons of each persona instead, ten minutes each", 0, least: 0);
        var imitators = ToolCommand.Number(
            "--imitators", "Play N sessions of each family of bots that imitate people instead, under every delivery", 0, least: 0);
        Option<bool> replays = new("--replays")
        {
            Description = "Play the first minute of each recording again in a later session, changed in several ways, and print how often "
                + "that is found, and how often two sessions of people are taken for it",
        };
        Option<bool> policies = new("--policies")
        {
            Description = "Try other policies over the evidence of each recording instead, as a simulation does over the audit, and print "
                + "how often that decides as the scorer does under the other policy",
        };
        RootCommand command = new(
            """
            Plays recorded people and bots through the scorer, under everything that devices, networks and browsers do to input on its way,
            and prints who was challenged or blocked. Needs no server.

            Exit code: 0 measured; 1 recordings are missing; 2 the command line is wrong.
            """
        )
        {
            data, sources, deliveries, sessions, seconds, detectors, who, features, personas, imitators, replays,
            policies,
        };
        command.SetAction(given => run(new()
        {
            Data = given.GetRequiredValue(data),
            Sources = List(given.GetRequiredValue(sources)),
            Deliveries = List(given.GetRequiredValue(deliveries)),
            Sessions = given.GetValue(sessions),
            Seconds = given.GetValue(seconds),
            Detectors = given.GetValue(detectors),
            Who = given.GetValue(who),
            Features = given.GetValue(features),
            Personas = given.GetValue(personas),
            Imitators = given.GetValue(imitators),
            Replays = given.GetValue(replays),
            Policies = given.GetValue(policies),
        }));
        return command;
    }

    private static string[] List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
