using Sentinel.Bench;
using Sentinel.Micro;

if (args is not ([] or ["--json", _]))
{
    Console.WriteLine("""
        Times and allocations of the pieces of the hot path, and the size of a session's state.

          --json FILE   also write the table
          --help
        """);
    return args is ["--help"] ? 0 : 2;
}

var findings = HotPath.Measure().Concat(StateSizes.Measure()).ToList();
Report.Print("The pieces of a batch: ten key strokes and forty pointer samples in a mature session", findings, digits: 2);
Report.Write(args is ["--json", var file] ? file : null, findings);
return 0;
