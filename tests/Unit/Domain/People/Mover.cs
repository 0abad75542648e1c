using Sentinel.Domain.Features;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Unit.Tests;

/// <summary>Somebody who points with habits of their own, as the domain sees it.</summary>
internal sealed class Mover(int seed)
{
    private readonly Simulation.Mover _arm = new(seed);

    public List<StrokeWindow> Strokes(int count)
    {
        var motion = default(PointerMotion);
        List<StrokeWindow> strokes = [];
        foreach (var sample in Samples(1_000))
        {
            if (motion.Add(sample, 1, out var window)) strokes.Add(window);
            if (strokes.Count == count) break;
        }

        return strokes;
    }

    /// <summary>As they would be kept.</summary>
    public StrokeSample[] Kept(int count) => [.. Strokes(count).Select(stroke => StrokeSample.Of(stroke)).OfType<StrokeSample>()];

    /// <summary>Movements without end.</summary>
    /// <param name="from">Client ms before the first.</param>
    public IEnumerable<PointerSample> Samples(double from) => _arm.Point(from).Select(sample => sample.ToDomain());
}
