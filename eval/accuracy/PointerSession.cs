using Sentinel.Domain.Features;
using Sentinel.Replay;

namespace Sentinel.Accuracy;

/// <summary>One recorded session as the product's pointer strokes.</summary>
/// <param name="User">The actual or claimed user.</param>
/// <param name="IsTraining">Whether it is one to learn from.</param>
/// <param name="IsIllegal">Whether an impostor was at work; null if unlabelled.</param>
/// <param name="Recording">The recording.</param>
internal sealed record PointerSession(int User, bool IsTraining, bool? IsIllegal, Recording Recording)
{
    /// <summary>The strokes in order of time, cut by the product's <see cref="PointerMotion"/>.</summary>
    public IReadOnlyList<StrokeWindow> Strokes { get; } = Cut(Recording);

    /// <summary>The strokes as they are stored.</summary>
    public IEnumerable<StrokeSample> Samples => Strokes.Select(stroke => StrokeSample.Of(stroke)).OfType<StrokeSample>();

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
