using System.CommandLine;
using System.CommandLine.Parsing;
using Sentinel.Bench;

namespace Sentinel.Replay;

/// <summary>What the command line says.</summary>
internal sealed record ReplayOptions
{
    public required Uri Url { get; init; }

    public string? Key { get; init; }

    public required string Data { get; init; }

    /// <summary>Empty for all.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    public int? Sessions { get; init; }

    public int Concurrency { get; init; }

    public string? Json { get; init; }

    public bool Synthetic { get; init; }

    public int Seed { get; init; }

    public static RootCommand Command(Func<ReplayOptions, CancellationToken, Task<int>> run)
    {
        Option<Uri> url = new("--url")
        {
            Description = "The server",
            HelpName = "URL",
            CustomParser = Address,
            DefaultValueFactory = _ => new("http://127.0.0.1:5080"),
        };
        Option<string?> key = new("--key")
        {
            Description = "A server or admin key; else $SENTINEL_BOOTSTRAP_KEY, or the file bootstrap-key in $SENTINEL_DATA or ./data",
            HelpName = "KEY",
        };
        Option<string> data = new("--data")
        {
            Description = "The recordings",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => "../shared/data",
        };
        Option<string[]> sources = new("--sources")
        {
            Description =
                $"All, or of: {string.Join(", ", RecordingFolder.Names)}, separated by commas; one row of the table as balabit/te",
            HelpName = "LIST",
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = Names,
            DefaultValueFactory = _ => [],
        };
        var sessions = new Option<int?>("--sessions")
        {
            Description = "At most N of each row of the table, evenly spread over the recordings",
            HelpName = "N",
        }.AtLeast(1);
        Option<bool> synthetic = new("--synthetic") { Description = "Generated people and bots; needs no recordings" };
        var seed = ToolCommand.Number("--seed", "Seed of --synthetic", 1, least: 0);
        var concurrency = ToolCommand.Number("--concurrency", "Sessions at a time", 8);
        var json = ToolCommand.File("--json", "Also write the tables and the outcome of every session to this file");
        RootCommand command = new(
            """
            Sends recorded (or generated) people and bots to a Sentinel server, as a browser would, and prints how each kind of session
            ended. The server must run with Scoring:Clock=Client, since seconds of input are sent in milliseconds.

            Exit code: 0 the run was complete; 1 a request was refused or the server could not be reached; 2 the command line is wrong.
            """
        )
        {
            url,
            key,
            data,
            sources,
            sessions,
            synthetic,
            seed,
            concurrency,
            json,
        };
        command.SetAction(
            (given, cancel) =>
                run(
                    new()
                    {
                        Url = given.GetRequiredValue(url),
                        Key = given.GetValue(key),
                        Data = given.GetRequiredValue(data),
                        Sources = given.GetRequiredValue(sources),
                        Sessions = given.GetValue(sessions),
                        Synthetic = given.GetValue(synthetic),
                        Seed = given.GetValue(seed),
                        Concurrency = given.GetValue(concurrency),
                        Json = given.GetValue(json),
                    },
                    cancel
                )
        );
        return command;
    }

    private static Uri? Address(ArgumentResult given)
    {
        if (Uri.TryCreate(given.Tokens[0].Value, UriKind.Absolute, out var url)) return url;
        given.AddError("--url must be an absolute URL, as in http://127.0.0.1:5080.");
        return null;
    }

    private static string[]? Names(ArgumentResult given)
    {
        var names = given.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names is ["all"]) return [];
        var unknown = names.Select(name => name.Split('/')[0]).Except(RecordingFolder.Names).ToList();
        if (unknown.Count == 0) return names;
        given.AddError($"--sources has unknown names: {string.Join(", ", unknown)}. Use {string.Join(", ", RecordingFolder.Names)}.");
        return null;
    }
}
