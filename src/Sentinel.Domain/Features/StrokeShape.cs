using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Features;

/// <summary>
/// The course of an open pointer stroke as moments of its position over time, part of the stored state: ∫ tʲ x dt and ∫ tʲ y dt. From them
/// come the Legendre coefficients of x and y over the stroke's duration. They hardly change when samples are lost, added or delayed, and
/// not at all when the stroke is played faster or elsewhere.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct StrokeShape : IStored
{
    private const int Orders = 5;

    /// <summary>
    /// By which measures are rounded: the coefficients as shares of the whole, and ln(px) of the whole.
    /// </summary>
    private const double ShareStep = 0.02, SizeStep = 0.04;

    private const int Middle = 128;

    /// <summary>Nodes and weights of Gauss and Legendre's rule with three points, exact up to degree 5.</summary>
    private static readonly (double At, double Weight)[] Nodes =
        [(0.5 - Math.Sqrt(0.15), 5 / 18.0), (0.5, 8 / 18.0), (0.5 + Math.Sqrt(0.15), 5 / 18.0)];

    /// <summary>Coefficients of the shifted Legendre polynomials 1 to 4 on 0..1, by power.</summary>
    private static readonly double[][] Polynomials =
        [[-1, 2], [1, -6, 6], [-1, 12, -30, 20], [1, -20, 90, -140, 70]];

    private Moments x;
    private Moments y;

    public readonly bool IsSound
    {
        get
        {
            for (var i = 0; i < Orders; i++)
            {
                if (!float.IsFinite(x[i]) || !float.IsFinite(y[i]))
                    return false;
            }

            return true;
        }
    }

    /// <summary>Adds the straight way between two positions, both relative to the stroke's first, in seconds and px.</summary>
    public void Add((double T, double X, double Y) from, (double T, double X, double Y) to)
    {
        var span = to.T - from.T;
        foreach (var (at, weight) in Nodes)
        {
            var (t, px, py) = (from.T + (at * span), from.X + (at * (to.X - from.X)), from.Y + (at * (to.Y - from.Y)));
            var power = weight * span;
            for (var i = 0; i < Orders; i++, power *= t)
            {
                x[i] += (float)(power * px);
                y[i] += (float)(power * py);
            }
        }
    }

    /// <summary>
    /// The sketch of the stroke: the direction of the first coefficients, the size of all, and the others as shares of it.
    /// </summary>
    /// <param name="seconds">The stroke's duration.</param>
    public readonly InputSketch Sketch(double seconds)
    {
        Span<(double X, double Y)> coefficients = stackalloc (double, double)[Polynomials.Length];
        var square = 0.0;
        for (var k = 0; k < coefficients.Length; k++)
        {
            var (degree, scale) = (k + 1, ((2 * k) + 3) / seconds);
            for (var i = 0; i <= degree; i++, scale /= seconds)
            {
                var factor = Polynomials[k][i] * scale;
                coefficients[k] = (coefficients[k].X + (factor * x[i]), coefficients[k].Y + (factor * y[i]));
            }

            var (cx, cy) = coefficients[k];
            square += 3 * ((cx * cx) + (cy * cy)) / ((2 * degree) + 1);
        }

        var size = Math.Sqrt(square);
        if (size <= 0)
            return new(SketchKind.Stroke, 0);
        var direction = Math.Atan2(coefficients[0].Y, coefficients[0].X) / (2 * Math.PI) * 256;
        var measures = 0UL;
        foreach (var (cx, cy) in coefficients[1..])
        {
            Append(Middle + (cx / size / ShareStep));
            Append(Middle + (cy / size / ShareStep));
        }

        Append(Math.Log(size) / SizeStep);
        return new(SketchKind.Stroke, (measures << 8) | (byte)(int)Math.Round(direction));

        void Append(double measure) => measures = (measures << 8) | (ulong)Math.Clamp(Math.Round(measure), 0, byte.MaxValue);
    }

    [InlineArray(Orders)]
    private struct Moments
    {
        private float moment;
    }
}
