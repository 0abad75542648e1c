using System.Globalization;
using Sentinel.Domain.Features;
using Sentinel.Replay;
using Sentinel.Simulation;
using PointerSample = Sentinel.Domain.Telemetry.PointerSample;

namespace Sentinel.People;

/// <summary>Quantiles of what detectors look at, to set their curves by.</summary>
internal static class Features
{
    private static readonly double[] Quantiles = [0.001, 0.01, 0.05, 0.5, 0.95, 0.99, 0.999];

    private static readonly (string Name, Func<StrokeWindow, bool> Applies, Func<StrokeWindow, double> Of)[] OfStrokes =
    [
        ("top_turn", w => w.HasKinematics && w.Cells >= 8 && w.HighestSpeed >= 0.5, w => w.TopTurn),
        ("swerve", w => w.HasKinematics && w.Cells >= 10 && w.SpeedMean >= 0.1, w => w.Swerve),
        ("top_speed", w => w.HasKinematics && w.Cells >= 8, w => w.TopSpeed),
        ("mean_speed", w => w.Samples >= 5 && w.Length >= 150, w => w.Length / Math.Max(1, w.Duration)),
        ("circle_relative", IsRound, w => w.CircleResidual / w.CircleRadius),
        ("line_relative", w => w.Length >= 150 && w.Samples >= 8 && w.Breadth >= 30, w => w.LineResidual / w.Length),
        ("line_px", w => w.Length >= 150 && w.Samples >= 8 && w.Breadth >= 30, w => w.LineResidual),
        ("beat_variation", w => w.Beats >= 6 && w.BeatLength >= 12, w => w.BeatVariation),
        ("step_variation", w => w.Steps >= 9 && w.StepMean >= 4, w => w.StepVariation),
        ("clock_blind", w => w is { Steps: >= 9, StepMean: >= 4, Duration: >= 120, IntervalVariation: >= 0.25, RawSpeedVariation: > 0 },
            w => w.StepVariation / w.RawSpeedVariation),
        ("speed_variation", w => w.HasKinematics && w.Cells >= 8, w => w.SpeedVariation),
        ("roughness", w => w.HasKinematics && w.Cells >= 10 && w.IntervalMean <= 22, w => w.Roughness),
        ("start_ratio", w => w.HasKinematics && w.Cells >= 8 && w.FromRest, w => w.StartRatio),
        ("slow_share", w => w is { HasKinematics: true, Cells: >= 10, FromRest: true, Turning: > -3 and < 3, Chord: >= 100 },
            w => w.SlowShare),
        ("press_jump", w => !double.IsNaN(w.PressJump), w => w.PressJump),
    ];

    public static void Print(IEnumerable<Recording> recordings, Delivery delivery)
    {
        var windows = recordings.AsParallel().SelectMany(recording => Windows(recording, delivery)).ToList();
        foreach (var (name, applies, of) in OfStrokes)
        {
            var values = windows.Where(applies).Select(of).Where(value => !double.IsNaN(value)).Order().ToList();
            if (values.Count > 0)
                Console.WriteLine($"      {name,-16} {values.Count,7} " + string.Join(' ', Quantiles.Select(q => At(values, q))));
        }
    }

    private static List<StrokeWindow> Windows(Recording recording, Delivery delivery)
    {
        var (motion, windows) = (default(PointerMotion), new List<StrokeWindow>());
        var kind = (Domain.Telemetry.PointerKind)(delivery.Kind ?? recording.Kind);
        var precision = new Precision(delivery.Resolution ?? recording.TimerResolution, Math.Min(1, 1 / delivery.Scale));
        foreach (var sample in delivery.Pointer(recording.Pointer))
        {
            var given = new PointerSample(sample.T + 1_000_000, sample.X, sample.Y, DomainBatch.ActionOf(sample.Type), kind);
            if (!motion.IsOutOfOrder(given) && motion.Add(given, precision, PathNet.Shipped, out var window))
                windows.Add(window);
        }

        return windows;
    }

    private static bool IsRound(StrokeWindow w) =>
        Math.Abs(w.Turning) >= 4 && w.Samples >= 12 && w.CircleRadius >= 60 && w.CircleRadius <= 0.75 * Math.Max(w.Width, w.Height);

    private static string At(List<double> sorted, double quantile) =>
        sorted[(int)Math.Min(sorted.Count - 1, quantile * sorted.Count)].ToString("0.0000", CultureInfo.InvariantCulture).PadLeft(9);
}
