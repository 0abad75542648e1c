using System.Globalization;
using System.Runtime.InteropServices;
using Sentinel.Bench;
using Sentinel.Replay;
using Sentinel.Train;

return await TrainOptions.Command(FitTyping, FitPath, FitTempo, FitReach, FitStyle).Run(args);

static void FitTyping(TrainOptions options)
{
    var fit = new TypingNetFit(People.Essays(options.Data), People.Passwords(options.Data));
    string[] measured = ["keystroke-free-sentences", "keystroke-sentences", "tasks/human"];
    var others = measured.ToDictionary(name => name, name => Others(options.Data, name));
    foreach (var part in options.LeftOut == "all" ? TypingNetFit.Parts : [options.LeftOut])
    {
        Console.WriteLine(part.Length == 0 ? "All parts" : $"Without {part}");
        var weights = fit.Fit(part, options.Steps, Progress);
        fit.Report(weights, part, others);
        Write(weights, options.Out);
    }
}

static void FitPath(TrainOptions options)
{
    var fit = new PathNetFit(PointerPeople.Balabit(options.Data));
    string[] measured = ["mouse-sapi", "tasks/human"];
    var others = measured.ToDictionary(name => name, name => Recorded(options.Data, name).Select(one => one.Pointer.ToArray()).ToArray());
    foreach (var part in options.LeftOut == "all" ? PathNetFit.Parts : [options.LeftOut])
    {
        Console.WriteLine(part.Length == 0 ? "All parts" : $"Without {part}");
        var weights = fit.Fit(part, options.Steps, Progress);
        PathNetFit.Report(weights, part, others);
        Write(weights, options.Out);
    }
}

static void FitReach(TrainOptions options) =>
    Write(HumanPathFit.Fit(PointerPeople.Balabit(options.Data), options.Steps, Progress), options.Out);

static void FitTempo(TrainOptions options) => Write(HumanTempoFit.Fit(People.Essays(options.Data), options.Steps, Progress), options.Out);

static void FitStyle(TrainOptions options)
{
    var writers = People.Writers(options.Data);
    var checkpoint = options.Out.Length > 0 ? options.Out + ".checkpoint" : "";
    Write(StyleFit.Calibrated(StyleFit.Fit(writers.Fitted, options.Steps, checkpoint, Progress), writers.Calibrating), options.Out);
    if (checkpoint.Length > 0)
        File.Delete(checkpoint);
}

static Key[][] Others(string folder, string name) =>
    [.. Recorded(folder, name).Select(Typed.Of).Where(keys => keys.Length >= 70)];

static IEnumerable<Recording> Recorded(string folder, string name) =>
    RecordingFolder.Open(folder, [name.Split('/')[0]]).SelectMany(source => source.Read())
        .Where(recording => recording.Source.StartsWith(name, StringComparison.Ordinal) && !recording.IsBot);

static void Progress(int step, double loss) =>
    Console.WriteLine($"  step {step,6}: loss {loss.ToString("F4", CultureInfo.InvariantCulture)}");

static void Write(float[] weights, string path)
{
    if (path.Length > 0)
        File.WriteAllBytes(path, MemoryMarshal.AsBytes<float>(weights).ToArray());
}
