using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Digests;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.Settings;

namespace Sentinel.Api.Commands;

/// <summary>What the command line asks of the server.</summary>
/// <param name="Check">Read the settings, reach every part, and end.</param>
/// <param name="Migrate">Bring the database up to date, and end.</param>
/// <param name="Verify">Which part of the audit to verify before the end; null verifies nothing.</param>
/// <param name="PopulationFile">Where to write the population of the site's own users before the end; null writes none.</param>
/// <param name="Key">The API key to make before the end; null makes none.</param>
/// <param name="Settings">The other arguments, as the configuration of .NET reads them.</param>
internal sealed record ServerCommand(
    bool Check, bool Migrate, VerifyAudit? Verify, string? PopulationFile, MakeKey? Key, string[] Settings)
{
    /// <summary>Runs what the arguments ask for. Returns the exit code, 1 if they are wrong.</summary>
    public static Task<int> Run(string[] args, Func<ServerCommand, Task<int>> run)
    {
        Option<bool> check = new("--check") { Description = "Read the settings, reach every part, change nothing, and end" };
        Option<bool> migrate = new("--migrate") { Description = "Bring the database up to date, and end" };
        Option<bool> verify = new("--verify-audit") { Description = "Compare the audit with the signed digests, and end" };
        Option<TenantId?> tenant = new("--tenant")
        {
            Description = "With --verify-audit: this tenant only. With --make-key: whose key it is [default: default]",
            HelpName = "TENANT",
            CustomParser = given =>
                TenantId.TryParse(given.Tokens[0].Value, out var id) ? id : Wrong<TenantId?>(given, "must be a tenant, [a-z0-9-]{1,32}"),
        };
        Option<DateOnly?> from = new("--from") { Description = "With --verify-audit: from this day", HelpName = "DAY", CustomParser = Day };
        Option<DateOnly?> to = new("--to") { Description = "With --verify-audit: up to this day", HelpName = "DAY", CustomParser = Day };
        Option<string?> population = new("--build-population")
        {
            Description = "Write the statistics that users are compared with, of the site's own users, to this file, and end",
            HelpName = "FILE",
        };
        Option<Scopes?> key = new("--make-key")
        {
            Description = "Make an API key of this scope, print it alone, and end: INGEST, SERVER, ADMIN, OPERATOR, ANALYST or METRICS",
            HelpName = "SCOPE",
            CustomParser = given =>
                WireWord.All<Scopes>().TryGetValue(given.Tokens[0].Value, out var scope)
                && scope != Scopes.None
                    ? scope
                    : Wrong<Scopes?>(given, "must be INGEST, SERVER, ADMIN, OPERATOR, ANALYST or METRICS"),
        };
        Option<string> name = new("--name")
        {
            Description = "With --make-key: the key's name in lists and in the audit",
            HelpName = "NAME",
            DefaultValueFactory = _ => "made on the command line",
        };
        RootCommand command = new(
            """
            The server of Sentinel. Settings come from the environment and appsettings.json; docs/settings.md lists them. An argument sets
            one too: --Urls=http://localhost:5080
            """
        )
        {
            check,
            migrate,
            verify,
            tenant,
            from,
            to,
            population,
            key,
            name,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(given =>
            run(
                new(
                    given.GetValue(check),
                    given.GetValue(migrate),
                    given.GetValue(verify) ? new(given.GetValue(tenant), given.GetValue(from), given.GetValue(to)) : null,
                    given.GetValue(population),
                    given.GetValue(key) is { } scope
                        ? new(scope, given.GetRequiredValue(name), given.GetValue(tenant) ?? TenantId.Default)
                        : null,
                    Checked(given.UnmatchedTokens)
                )
            )
        );
        command.Validators.Add(given =>
        {
            Option[] tasks = [check, migrate, verify, population, key];
            foreach (
                var (part, needed) in new (Option, Option[])[] { (tenant, [verify, key]), (from, [verify]), (to, [verify]), (name, [key]) }
            )
            {
                if (IsGiven(part) && !needed.Any(IsGiven))
                    given.AddError($"{part.Name} needs {string.Join(" or ", needed.Select(one => one.Name))}.");
            }

            if (tasks.Count(IsGiven) > 1)
                given.AddError($"Only one of {string.Join(", ", tasks.Select(task => task.Name))} can be given.");

            bool IsGiven(Option option) => given.GetResult(option) is { Implicit: false };
        });

        // A value may be a secret that starts with @: the file of that name must not be read.
        var parsed = command.Parse(args, new() { ResponseFileTokenReplacer = null });
        if (parsed.Action is System.CommandLine.Invocation.ParseErrorAction wrong) wrong.ShowHelp = false;
        return parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    private static DateOnly? Day(ArgumentResult given) =>
        DateOnly.TryParseExact(given.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : Wrong<DateOnly?>(given, "must be a day, as in 2026-01-31");

    private static T? Wrong<T>(ArgumentResult given, string what)
    {
        given.AddError($"{((OptionResult)given.Parent!).Option.Name} {what}.");
        return default;
    }

    /// <exception cref="WrongSettingException">One of them does not set anything.</exception>
    private static string[] Checked(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Contains('=', StringComparison.Ordinal)) continue;
            if (!words[i].StartsWith("--", StringComparison.Ordinal) || ++i == words.Count)
                throw NotUnderstood();
        }

        return [.. words];
    }

    /// <summary>What is wrong with a word that is neither an option nor a setting.</summary>
    public static WrongSettingException NotUnderstood() =>
        new(
            "The command line",
            "has a word that is not understood: see --help, or set a setting by its whole name, as in --Urls=http://localhost:5080"
        );
}
