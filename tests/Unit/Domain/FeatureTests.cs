using Sentinel.Domain.Features;
using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Unit.Tests;

public sealed class FeatureTests
{
    [Fact]
    public void Circle_WhenPointsLieOnOne_FindsItsRadiusAndNoResidual()
    {
        var plane = default(PlaneMoments);
        for (var i = 0; i < 24; i++)
            plane.Add(300 + (80 * Math.Cos(i * 0.2)), 50 + (80 * Math.Sin(i * 0.2)));

        var (radius, residual) = plane.Circle();

        Assert.Equal(80, radius, 1e-6);
        Assert.Equal(0, residual, 1e-3);
    }

    [Fact]
    public void LineResidual_WhenPointsScatterAroundALine_IsTheirRms()
    {
        var plane = default(PlaneMoments);
        for (var i = 0; i < 1000; i++)
            plane.Add(i, i + (i % 2 == 0 ? 2 : -2) * Math.Sqrt(2));

        Assert.Equal(2, plane.LineResidual(), 0.01);
    }

    [Fact]
    public void VariationBeyond_WhenOnlyTheTimerVaries_IsNearZero()
    {
        var random = new Random(1);
        var moments = default(Moments);
        for (var i = 0; i < 20_000; i++)
        {
            var down = random.NextDouble() * 1000;
            moments.Add((Math.Floor((down + 90) / 8) * 8) - (Math.Floor(down / 8) * 8));
        }

        Assert.True(moments.VariationBeyond(8) < 0.03);
        Assert.True(moments.VariationBeyond(0) > 0.03);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(16.667)]
    public void Motion_WhenTheSamePathIsSampledAtAnotherRate_ItsSpeedIsTheSame(double interval)
    {
        var motion = default(PointerMotion);
        StrokeWindow window = default;
        for (double t = 0; t <= 800; t += interval)
        {
            var way = (1 - Math.Cos(Math.PI * t / 800)) / 2;
            motion.Add(new(1e6 + t, 640 * way, 480 * way, PointerAction.Move, PointerKind.Mouse), new(0.1, 1), PathNet.Shipped, out window);
        }

        motion.Add(new(1e6 + 801, 640, 480, PointerAction.Down, PointerKind.Mouse), new(0.1, 1), PathNet.Shipped, out window);

        Assert.Equal(800, window.Length, 2.0);
        Assert.Equal(Math.PI / 2, window.TopSpeed, 0.05);
        Assert.Equal(0.48, window.SpeedVariation, 0.03);
    }

    [Fact]
    public void Motion_WhenMoreThanARestPasses_ClosesTheStroke()
    {
        var motion = default(PointerMotion);
        Assert.False(motion.Add(Move(0, 0), new(1, 1), PathNet.Shipped, out _));
        Assert.False(motion.Add(Move(20, 10), new(1, 1), PathNet.Shipped, out _));
        Assert.False(motion.Add(Move(40, 20), new(1, 1), PathNet.Shipped, out _));
        Assert.True(motion.Add(Move(400, 25), new(1, 1), PathNet.Shipped, out var window));
        Assert.Equal(3, window.Samples);
        Assert.Equal(40, window.Duration);

        static PointerSample Move(double t, double x) => new(1e6 + t, x, 0, PointerAction.Move, PointerKind.Mouse);
    }

    [Fact]
    public void Rhythm_WhenARhythmIsLooped_ItsPairsRepeat()
    {
        var random = new Random(4);
        var loop = Enumerable
            .Range(0, 25)
            .Select(_ => (Hold: 60 + (random.NextDouble() * 80), Next: 80 + (random.NextDouble() * 300)))
            .ToArray();
        var (rhythm, memory) = (default(KeyRhythm), default(KeyMemory));
        List<double> shares = [];
        double t = 1e6;
        for (var i = 0; i < 200; i++)
        {
            var (hold, next) = loop[i % loop.Length];
            if (rhythm.Add(new(t, t + hold, KeyCode.Other), 0.1, ref memory, out var window, out _))
                shares.Add(window.RepeatShare);
            t += next;
        }

        Assert.True(shares[^1] > 0.8, $"{shares[^1]}");
    }
}
