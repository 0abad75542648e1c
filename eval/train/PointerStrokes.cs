using Sentinel.Domain.Features;
using PointerAction = Sentinel.Simulation.PointerAction;
using PointerSample = Sentinel.Simulation.PointerSample;

namespace Sentinel.Train;

/// <summary>Pointer strokes as the server cuts them, and recorded reaches.</summary>
internal static class PointerStrokes
{
    /// <summary>ms without a movement that end a stroke.</summary>
    public const double Rest = PointerMotion.Rest;

    /// <summary>The steps of the strokes that the path net judges.</summary>
    public static List<PathStep[]> Of(IReadOnlyList<PointerSample> samples, Precision precision)
    {
        var (motion, notes, strokes) = (default(PointerMotion), new Notes(), new List<PathStep[]>());
        foreach (var sample in samples)
        {
            Domain.Telemetry.PointerSample given = new(
                sample.T, sample.X, sample.Y, (Domain.Telemetry.PointerAction)(1 + (int)sample.Type), Domain.Telemetry.PointerKind.Mouse);
            if (motion.IsOutOfOrder(given) || !motion.Add(given, precision, notes, out var window))
                continue;
            if (window.HasCourse)
                strokes.Add([.. notes.Steps[^window.Cells..]]);
            notes.Steps.Clear();
        }

        return strokes;
    }

    /// <summary>Movements without a button from rest to rest, or to a press, at least 30 px apart.</summary>
    public static IEnumerable<PointerSample[]> Reaches(IEnumerable<PointerSample> samples)
    {
        var (reach, pressed) = (new List<PointerSample>(), false);
        foreach (var sample in samples)
        {
            var ends = sample.Type != PointerAction.Move || (reach.Count > 0 && sample.T - reach[^1].T > Rest);
            if (ends && IsReach(reach))
                yield return [.. reach];
            if (ends)
                reach.Clear();
            pressed = sample.Type == PointerAction.Down || (pressed && sample.Type != PointerAction.Up);
            if (pressed || sample.Type != PointerAction.Move)
                continue;
            if (reach.Count > 0 && sample.T <= reach[^1].T)
                reach[^1] = sample with { T = reach[^1].T };
            else if (reach.Count == 0 || sample.X != reach[^1].X || sample.Y != reach[^1].Y)
                reach.Add(sample);
        }
    }

    private static bool IsReach(List<PointerSample> reach) =>
        reach.Count >= 6
        && reach[^1].T - reach[0].T is >= 100 and <= 2_400
        && (reach[^1].T - reach[0].T) / (reach.Count - 1) <= 24
        && Distance(reach[0], reach[^1]) >= 30;

    public static double Distance(in PointerSample one, in PointerSample other) =>
        Math.Sqrt(((other.X - one.X) * (other.X - one.X)) + ((other.Y - one.Y) * (other.Y - one.Y)));

    private sealed class Notes : IPathNet
    {
        public List<PathStep> Steps { get; } = [];

        public float Step(Span<float> state, in PathStep step)
        {
            Steps.Add(step);
            return 0;
        }
    }
}
