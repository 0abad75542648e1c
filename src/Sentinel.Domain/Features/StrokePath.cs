using System.Runtime.InteropServices;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Features;

/// <summary>Running sums over the positions of an open pointer stroke as sent, relative to the first.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct StrokePath : IStored
{
    /// <summary>
    /// ms. Positions that come sooner count for the path, but not as steps of their own: how a device splits a movement into events says
    /// nothing about the hand. Virtual machines send two events 2 or 3 ms apart and then rest for 50 ms.
    /// </summary>
    public const double ShortestStep = 8;

    private double startX;
    private double startY;
    private float minX;
    private float maxX;
    private float minY;
    private float maxY;
    private double heading;
    private double turning;
    private double length;
    private float eightWay;
    private double knotT;
    private double knotX;
    private double knotY;
    private Moments steps;
    private Moments intervals;
    private Moments speeds;
    private PlaneMoments plane;
    private StrokeShape shape;

    /// <summary>The number of positions so far.</summary>
    public int Samples { get; private set; }

    public double StartT { get; private set; }

    public double LastT { get; private set; }

    public double LastX { get; private set; }

    public double LastY { get; private set; }

    public readonly bool IsSound =>
        Samples >= 0
        && double.IsFinite(StartT)
        && double.IsFinite(LastT)
        && double.IsFinite(LastX)
        && double.IsFinite(LastY)
        && double.IsFinite(knotT)
        && double.IsFinite(knotX)
        && double.IsFinite(knotY)
        && double.IsFinite(startX)
        && double.IsFinite(startY)
        && float.IsFinite(minX)
        && float.IsFinite(maxX)
        && float.IsFinite(minY)
        && float.IsFinite(maxY)
        && !double.IsInfinity(heading)
        && double.IsFinite(turning)
        && double.IsFinite(length)
        && float.IsFinite(eightWay)
        && steps.IsSound
        && intervals.IsSound
        && speeds.IsSound
        && plane.IsSound
        && shape.IsSound;

    public readonly double Duration => LastT - StartT;

    public void Add(double t, double x, double y)
    {
        if (Samples++ == 0)
        {
            (StartT, startX, startY, heading) = (t, x, y, double.NaN);
            (knotT, knotX, knotY) = (t, x, y);
        }
        else
        {
            var (dx, dy) = (x - LastX, y - LastY);
            length += Math.Sqrt((dx * dx) + (dy * dy));
            shape.Add(At(LastT, LastX, LastY), At(t, x, y));
            if (dx != 0 || dy != 0)
                Turn(Math.Atan2(dy, dx));
            if (t - knotT >= ShortestStep)
                Step(t, x, y);
        }

        (LastT, LastX, LastY) = (t, x, y);
        var (rx, ry) = (x - startX, y - startY);
        (minX, maxX) = ((float)Math.Min(minX, rx), (float)Math.Max(maxX, rx));
        (minY, maxY) = ((float)Math.Min(minY, ry), (float)Math.Max(maxY, ry));
        plane.Add(rx, ry);
    }

    public readonly StrokeWindow Describe(in StrokeWindow window, in Precision precision)
    {
        var (radius, residual) = plane.Circle();
        var (cx, cy) = (LastX - startX, LastY - startY);
        return window with
        {
            Samples = Samples,
            Duration = Duration,
            Length = length,
            Chord = Math.Sqrt((cx * cx) + (cy * cy)),
            Direction = cx == 0 && cy == 0 ? double.NaN : Math.Atan2(cy, cx),
            Width = maxX - minX,
            Height = maxY - minY,
            LineResidual = plane.LineResidual(),
            Turning = turning,
            CircleRadius = radius,
            CircleResidual = residual,
            Steps = (int)steps.Weight,
            StepMean = steps.Mean,
            StepVariation = steps.VariationBeyond(precision.Place),
            RawSpeedVariation = speeds.VariationBeyond(0),
            IntervalMean = intervals.Mean,
            IntervalVariation = intervals.VariationBeyond(precision.Time),
            Resolution = precision.Time,
            PixelStep = precision.Place,
            Sketch = shape.Sketch(Duration / 1_000),
            EightWayShare = steps.Weight > 0 ? eightWay / (steps.Mean * steps.Weight) : 0,
        };
    }

    /// <summary>Seconds and px since the first position.</summary>
    private readonly (double T, double X, double Y) At(double t, double x, double y) => ((t - StartT) / 1_000, x - startX, y - startY);

    private void Step(double t, double x, double y)
    {
        var (dx, dy, dt) = (x - knotX, y - knotY, t - knotT);
        var step = Math.Sqrt((dx * dx) + (dy * dy));
        steps.Add(step);
        if (IsEightWay(Math.Abs(dx), Math.Abs(dy)))
            eightWay += (float)step;
        intervals.Add(dt);
        speeds.Add(step / dt);
        (knotT, knotX, knotY) = (t, x, y);
    }

    /// <summary>Whether a step goes along an axis, or along a diagonal but for rounding.</summary>
    private static bool IsEightWay(double dx, double dy)
    {
        var least = Math.Min(dx, dy);
        return least < 0.05 || (least >= 2 && Math.Abs(dx - dy) <= 1);
    }

    private void Turn(double direction)
    {
        if (!double.IsNaN(heading))
            turning += Math.IEEERemainder(direction - heading, 2 * Math.PI);
        heading = direction;
    }
}
