using Sentinel.Domain.Features;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Unit.Tests;

/// <summary>A person with individual pointing habits, as domain types.</summary>
internal sealed class Mover(int seed)
{
    private readonly Simulation.Mover _arm = new(seed);

    public List<StrokeWindow> Strokes(int count)
    {
        var motion = default(PointerMotion);
        List<StrokeWindow> strokes = [];
        foreach (var sample in Samples(1_000))
        {
            if (motion.Add(sample, new(1, 1), PathNet.Shipped, out var window)) strokes.Add(window);
            if (strokes.Count == count) break;
        }

        return strokes;
    }

    /// <summary>The strokes as they are stored.</summary>
    public StrokeSample[] Kept(int count) => [.. Strokes(count).Select(stroke => StrokeSample.Of(stroke)).OfType<StrokeSample>()];

    /// <summary>An endless sequence of movements.</summary>
    /// <param name="from">Client ms before the first movement.</param>
    public IEnumerable<PointerSample> Samples(double from) => _arm.Point(from).Select(sample => sample.ToDomain());
}
