using System.Globalization;
using System.Runtime.InteropServices;
using Sentinel.Bench;
using Sentinel.Replay;
using Sentinel.Train;

return await TrainOptions.Command(FitNet, FitTempo).Run(args);

static void FitNet(TrainOptions options)
{
    var fit = new TypingNetFit(People.Essays(options.Data), People.Passwords(options.Data));
    string[] measured = ["keystroke-free-sentences", "keystroke-sentences", "tasks/human"];
    var others = measured.ToDictionary(name => name, name => Others(options.Data, name));
    foreach (var family in options.LeftOut == "all" ? TypingNetFit.Families : [options.LeftOut])
    {
        Console.WriteLine(family.Length == 0 ? "All families" : $"Without {family}");
        var weights = fit.Fit(family, options.Steps, Progress);
        fit.Report(weights, family, others);
        Write(weights, options.Out);
    }
}

static void FitTempo(TrainOptions options) => Write(HumanTempoFit.Fit(People.Essays(options.Data), options.Steps, Progress), options.Out);

static Key[][] Others(string folder, string name) =>
[
    .. RecordingFolder.Open(folder, [name.Split('/')[0]]).SelectMany(source => source.Read())
        .Where(recording => recording.Source.StartsWith(name, StringComparison.Ordinal) && !recording.IsBot)
        .Select(Typed.Of).Where(keys => keys.Length >= 70),
];

static void Progress(int step, double loss) =>
    Console.WriteLine($"  step {step,6}: loss {loss.ToString("F4", CultureInfo.InvariantCulture)}");

static void Write(float[] weights, string path)
{
    if (path.Length > 0)
        File.WriteAllBytes(path, MemoryMarshal.AsBytes<float>(weights).ToArray());
}
