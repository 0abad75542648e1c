using Sentinel.Domain.Features;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Unit.Tests;

/// <summary>What the path net sees of a movement, and which movements it judges. TypingNetTests has the arithmetic.</summary>
public sealed class PathNetTests
{
    /// <summary>Nodes with other processors must agree: the steps and the net add, multiply, divide and take roots in one order.</summary>
    [Fact]
    public void Add_OfTheSameMovement_GivesTheSameBitsOnEveryProcessor() =>
        Assert.Equal(Expected, Strokes(Bow(1)).Select(stroke => BitConverter.DoubleToInt64Bits(stroke.Course)));

    /// <summary>
    /// A gain of 2 with positions in steps of 2 is the same hand. So are another direction and a mirrored one, but for the turn.
    /// </summary>
    [Fact]
    public void Step_OfAnotherGainOrDirection_IsTheSame()
    {
        var step = PathStep.Of((3, 4), (2, 1), 9, 1, 5);
        AssertNear(step, PathStep.Of((6, 8), (4, 2), 18, 2, 5));
        AssertNear(step, PathStep.Of((-4, 3), (-1, 2), 9, 1, 5));
        AssertNear(step with { Across = -step.Across }, PathStep.Of((-3, 4), (-2, 1), 9, 1, 5));
    }

    [Fact]
    public void Step_OfAnyMovement_IsBounded()
    {
        var random = new Random(1);
        for (var i = 0; i < 10_000; i++)
        {
            var step = PathStep.Of(Any(random), Any(random), Math.Abs(Any(random).X), 1 / 20.0, random.Next(100));
            Assert.InRange(step.Change, -3, 3);
            Assert.InRange(step.Across, -2, 2);
            Assert.InRange(step.Along, -1, 1);
            Assert.InRange(step.Speed, -1, 1);
            Assert.InRange(step.Time, 0, 1.5f);
        }
    }

    [Theory]
    [InlineData(PointerKind.Mouse, true)]
    [InlineData(PointerKind.Touch, false)]
    [InlineData(PointerKind.Pen, false)]
    public void HasCourse_IsOfMiceAlone(PointerKind kind, bool judged) =>
        Assert.Equal(judged, Assert.Single(Strokes(Bow(1).Select(sample => sample with { Kind = kind }))).HasCourse);

    [Fact]
    public void HasCourse_OfADrag_IsFalse() =>
        Assert.False(Strokes([new(Start, 100, 100, PointerAction.Down, PointerKind.Mouse), .. Bow(1)])[^1].HasCourse);

    /// <summary>Such as a person who circles the pointer while they wait.</summary>
    [Fact]
    public void HasCourse_OfAMovementThatComesBack_IsFalse() => Assert.False(Assert.Single(Strokes(Bow(2))).HasCourse);

    private const double Start = 1_000_000;

    private static readonly long[] Expected = [4620936128147488768];

    private static void AssertNear(PathStep expected, PathStep actual)
    {
        Assert.Equal(expected.Change, actual.Change, 1e-5);
        Assert.Equal(expected.Across, actual.Across, 1e-5);
        Assert.Equal(expected.Along, actual.Along, 1e-5);
        Assert.Equal(expected.Speed, actual.Speed, 1e-5);
        Assert.Equal(expected.Time, actual.Time, 1e-5);
    }

    private static (double X, double Y) Any(Random random) =>
        (Math.Pow(10, (6 * random.NextDouble()) - 3) - 1, Math.Pow(10, (6 * random.NextDouble()) - 3) - 1);

    /// <summary>A half circle, or so many, in whole px.</summary>
    private static IEnumerable<PointerSample> Bow(int halves) => Enumerable.Range(0, 76).Select(i =>
    {
        var angle = Math.PI * halves * Simulation.MinimumJerk.Done(i / 75.0);
        return new PointerSample(
            Start + 100 + (10 * i),
            Math.Round(400 - (300 * Math.Cos(angle))),
            Math.Round(300 - (300 * Math.Sin(angle))),
            PointerAction.Move,
            PointerKind.Mouse);
    });

    private static List<StrokeWindow> Strokes(IEnumerable<PointerSample> samples)
    {
        var (motion, strokes) = (default(PointerMotion), new List<StrokeWindow>());
        foreach (var sample in samples.Append(new(Start + 5_000, 5, 5, PointerAction.Move, PointerKind.Mouse)))
        {
            var given = sample.T == Start + 5_000 ? sample with { Kind = samples.Last().Kind } : sample;
            if (motion.Add(given, new(1, 1), PathNet.Shipped, out var window))
                strokes.Add(window);
        }

        return strokes;
    }
}
