using Sentinel.Domain.Features;
using Sentinel.Simulation;

namespace Sentinel.Unit.Tests;

/// <summary>A stroke that is played again is noticed, and people's strokes are not taken for one another.</summary>
public sealed class StrokeMemoryTests
{
    /// <summary>Turned by 40 degrees, 1.3 times as large and 1.08 times as slow, in whole px.</summary>
    [Fact]
    public void Add_OfStrokesThatArePlayedAgain_IsTrueForHalf()
    {
        var (found, strokes) = (0, 0);
        for (var seed = 0; seed < 100; seed++)
        {
            var memory = default(StrokeMemory);
            var reach = Reach(seed, (900, 500));
            if (Window(reach) is not { HasCourse: true } first || Window(Again(reach, 1.3, 0.7, 1.08)) is not { HasCourse: true } again)
                continue;
            Assert.False(memory.Add(first));
            (found, strokes) = (found + (memory.Add(again) ? 1 : 0), strokes + 1);
        }

        Assert.InRange(strokes, 60, 100);
        Assert.InRange(found, 0.5 * strokes, strokes);
    }

    [Fact]
    public void Add_OfAPersonsStrokes_IsTrueForFewInAHundred()
    {
        var (memory, found, strokes) = (default(StrokeMemory), 0, 0);
        for (var seed = 0; seed < 2_000; seed++)
        {
            // The same two places again and again, as in a list and a button beside it.
            if (Window(Reach(seed, seed % 2 == 0 ? (900, 500) : (860, 520))) is not { HasCourse: true } window)
                continue;
            (found, strokes) = (found + (memory.Add(window) ? 1 : 0), strokes + 1);
        }

        Assert.InRange(strokes, 1_000, 2_000);
        Assert.InRange(found, 0, 0.02 * strokes);
    }

    [Fact]
    public void Add_AfterTwentyOtherStrokes_HasForgotten()
    {
        var (memory, first) = (default(StrokeMemory), Window(Reach(1, (900, 500)))!.Value);
        memory.Add(first);
        for (var i = 1; i <= StrokeMemory.Strokes; i++)
            memory.Add(first with { Samples = 20 * i, SpeedVariation = 0.2 * i });
        Assert.False(memory.Add(first));
        Assert.True(memory.Add(first));
    }

    private static List<Simulation.PointerSample> Reach(int seed, (double X, double Y) to) =>
        [.. new HumanPath(new(seed)).Between((200, 200), to, new(seed + 1))];

    /// <summary>Turned, scaled and stretched.</summary>
    private static IEnumerable<Simulation.PointerSample> Again(
        IReadOnlyList<Simulation.PointerSample> reach, double scale, double angle, double stretch)
    {
        var (cos, sin) = (scale * Math.Cos(angle), scale * Math.Sin(angle));
        return reach.Select(sample => new Simulation.PointerSample(
            stretch * sample.T, 100 + (cos * sample.X) - (sin * sample.Y), 100 + (sin * sample.X) + (cos * sample.Y)));
    }

    private static StrokeWindow? Window(IEnumerable<Simulation.PointerSample> reach)
    {
        var (motion, last) = (default(PointerMotion), 0.0);
        foreach (var sample in reach)
        {
            motion.Add(Given(sample.T, sample.X, sample.Y), new(1, 1), PathNet.Shipped, out _);
            last = sample.T;
        }

        return motion.Add(Given(last + 1_000, 0, 0), new(1, 1), PathNet.Shipped, out var window) ? window : null;

        static Domain.Telemetry.PointerSample Given(double t, double x, double y) =>
            new(1_000_000 + t, Math.Round(x), Math.Round(y), Domain.Telemetry.PointerAction.Move, Domain.Telemetry.PointerKind.Mouse);
    }
}
