using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;

namespace Sentinel.Bench;

/// <summary>What the command lines of the tools have in common.</summary>
internal static class ToolCommand
{
    /// <summary>
    /// Runs the command. Returns its exit code, 1 if it failed for a reason that its message explains, or 2 if the command line is wrong.
    /// </summary>
    public static async Task<int> Run(this RootCommand command, string[] args)
    {
        var parsed = command.Parse(args, new() { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction wrong) (wrong.ShowHelp, wrong.ShowTypoCorrections) = (false, false);
        try
        {
            var exit = await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? 2 : exit;
        }
        catch (Exception failed) when (failed is InvalidOperationException or FileNotFoundException)
        {
            await Console.Error.WriteLineAsync(failed.Message);
            return 1;
        }
    }

    /// <summary>An option that takes a whole number of at least <paramref name="least"/>.</summary>
    public static Option<int> Number(string name, string description, int otherwise, int least = 1) =>
        new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => otherwise }.AtLeast(least);

    public static Option<T> AtLeast<T>(this Option<T> option, int least)
    {
        option.Validators.Add(given =>
        {
            if (given.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && number < least)
                given.AddError($"{option.Name} must be at least {least}.");
        });
        return option;
    }

    public static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = "FILE" };
}
