using System.CommandLine;
using Sentinel.Bench;
using Sentinel.Micro;

var json = ToolCommand.File("--json", "Also write the table to this file");
RootCommand command = new("Measures times and allocations of the pieces of the hot path, and the size of a session's state.") { json };
command.SetAction(given =>
{
    var findings = HotPath.Measure().Concat(ListLookups.Measure()).Concat(StateSizes.Measure()).ToList();
    Report.Print("The pieces of a batch: ten key strokes and forty pointer samples in a mature session", findings, digits: 2);
    Report.Write(given.GetValue(json), findings);
});
return await command.Run(args);
