using Sentinel.Bench;
using Sentinel.Load;
using Spectre.Console;

if (args.Contains("--help"))
{
    Console.WriteLine(LoadOptions.Help);
    return 0;
}

try
{
    var options = LoadOptions.Parse(args);
    await using var comparison = await Comparison.Start(options, line => AnsiConsole.WriteLine(line));
    var findings = await comparison.Run();
    Report.Print("Sentinel against the floor", findings, digits: 2);
    Report.Write(options.Json, findings);
    AnsiConsole.WriteLine(comparison.Refusals);
    if (comparison.RefusedShare <= 0.001) return 0;
    Console.Error.WriteLine("FAILED: more than one answer in a thousand was no accepted batch; the numbers above are worth nothing.");
    return 1;
}
catch (FormatException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
catch (InvalidOperationException failed)
{
    Console.Error.WriteLine(failed.Message);
    return 1;
}
