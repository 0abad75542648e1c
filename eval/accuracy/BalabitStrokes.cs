using Sentinel.Domain.Features;
using Sentinel.Replay;

namespace Sentinel.Accuracy;

/// <summary>One recorded session as the product's pointer strokes.</summary>
/// <param name="User">The actual or claimed user.</param>
/// <param name="IsTraining">Whether it is of part <c>tr</c>.</param>
/// <param name="IsIllegal">Whether an impostor was at work; null if unlabelled.</param>
/// <param name="Strokes">The strokes in order of time.</param>
/// <param name="Recording">The recording.</param>
internal sealed record PointerSession(int User, bool IsTraining, bool? IsIllegal, IReadOnlyList<StrokeWindow> Strokes, Recording Recording)
{
    /// <summary>The strokes as they are stored.</summary>
    public IEnumerable<StrokeSample> Samples => Strokes.Select(stroke => StrokeSample.Of(stroke)).OfType<StrokeSample>();
}

/// <summary>The Balabit Mouse Dynamics Challenge, cut into strokes by the product's <see cref="PointerMotion"/>.</summary>
internal static class BalabitStrokes
{
    /// <exception cref="FileNotFoundException">A file is missing in the folder.</exception>
    public static IReadOnlyList<PointerSession> Read(string folder, Action<string> step)
    {
        var (path, labels) = (Path.Combine(folder, "mouse-balabit.csv.gz"), Path.Combine(folder, "mouse-balabit-labels.csv"));
        foreach (var file in new[] { path, labels })
            if (!File.Exists(file)) throw new FileNotFoundException($"{file} is missing: give the folder with the recordings by --data.");
        var illegal = File.ReadLines(labels).Skip(1).Select(line => line.Split(',')).ToDictionary(row => row[0], row => row[1] == "1");
        return
        [
            .. new Balabit(path)
                .Read()
                .Select(recording =>
                {
                    step(recording.Id);
                    // part-user-session
                    var parts = recording.Id.Split('-');
                    return new PointerSession(
                        int.Parse(parts[1], null),
                        parts[0] == "tr",
                        illegal.TryGetValue(parts[2], out var label) ? label : null,
                        Cut(recording),
                        recording
                    );
                }),
        ];
    }

    private static List<StrokeWindow> Cut(Recording recording)
    {
        var motion = default(PointerMotion);
        List<StrokeWindow> strokes = [];
        foreach (var sample in recording.Pointer)
        {
            var action = sample.Type switch
            {
                Simulation.PointerAction.Down => Domain.Telemetry.PointerAction.Down,
                Simulation.PointerAction.Up => Domain.Telemetry.PointerAction.Up,
                Simulation.PointerAction.Wheel => Domain.Telemetry.PointerAction.Wheel,
                _ => Domain.Telemetry.PointerAction.Move,
            };
            var same = new Domain.Telemetry.PointerSample(sample.T, sample.X, sample.Y, action, Domain.Telemetry.PointerKind.Mouse);
            if (motion.Add(same, new(recording.TimerResolution, 1), PathNet.Shipped, out var window)) strokes.Add(window);
        }

        return strokes;
    }
}
