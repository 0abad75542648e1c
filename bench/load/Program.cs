using Sentinel.Bench;
using Sentinel.Load;
using Spectre.Console;

return await LoadOptions.Command(Measure).Run(args);

static async Task<int> Measure(LoadOptions options)
{
    await using var comparison = await Comparison.Start(options, line => AnsiConsole.WriteLine(line));
    var findings = await comparison.Run();
    Report.Print("Sentinel against the floor", findings, digits: 2);
    Report.Write(options.Json, findings);
    AnsiConsole.WriteLine(comparison.Refusals);
    if (comparison.RefusedShare <= 0.001) return 0;
    Console.Error.WriteLine("FAILED: more than one answer in a thousand was not an accepted batch; the numbers above are worth nothing.");
    return 1;
}
