using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Features;

/// <summary>
/// Speed and turning of an open pointer stroke after linear resampling to 50 Hz from its first position, so that mice of 60 Hz and 1000 Hz
/// give the same result.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct StrokeKinematics : IStored
{
    /// <summary>ms between resampled positions.</summary>
    public const double Cell = 20;

    /// <summary>Cells per beat of 240 ms, long enough for any sampling rate from 8 Hz.</summary>
    public const int CellsPerBeat = 12;

    private double gridX;
    private double gridY;
    private double nextT;
    private float vx;
    private float vy;
    private float v1;
    private float v2;
    private float firstSpeed;
    private double beatX;
    private double beatY;
    private Moments beats;
    private Moments speeds;
    private Moments laterals;
    private Moments roughness;
    private TopThree topSpeeds;
    private TopThree topLaterals;
    private SpeedHistogram histogram;
    private NetState netState;
    private float score;
    private byte scored;

    public int Cells { get; private set; }

    public readonly bool IsSound =>
        Cells >= 0
        && double.IsFinite(gridX)
        && double.IsFinite(gridY)
        && double.IsFinite(nextT)
        && double.IsFinite(beatX)
        && double.IsFinite(beatY)
        && float.IsFinite(vx)
        && float.IsFinite(vy)
        && float.IsFinite(v1)
        && float.IsFinite(v2)
        && float.IsFinite(firstSpeed)
        && beats.IsSound
        && speeds.IsSound
        && laterals.IsSound
        && roughness.IsSound
        && topSpeeds.IsSound
        && topLaterals.IsSound
        && float.IsFinite(score)
        && IsBounded(netState);

    /// <summary>Whether the next cell follows this time. Otherwise resampling could take endless steps.</summary>
    public readonly bool GoesOnFrom(double t) => nextT > t && nextT - t <= Cell;

    public void Begin(double t, double x, double y)
    {
        this = default;
        (gridX, gridY, beatX, beatY, nextT) = (x, y, x, y, t + Cell);
    }

    /// <summary>Resamples the segment from one position to the next.</summary>
    /// <param name="fromT">ms.</param>
    /// <param name="fromX">px.</param>
    /// <param name="fromY">px.</param>
    /// <param name="t">ms.</param>
    /// <param name="x">px.</param>
    /// <param name="y">px.</param>
    /// <param name="place">The step of positions, px.</param>
    /// <param name="net">Scores the movement; null to leave it out.</param>
    public void Add(double fromT, double fromX, double fromY, double t, double x, double y, double place, IPathNet? net)
    {
        while (nextT <= t)
        {
            var share = (nextT - fromT) / (t - fromT);
            Push(fromX + (share * (x - fromX)), fromY + (share * (y - fromY)), place, net);
            nextT += Cell;
        }
    }

    public readonly StrokeWindow Describe(in StrokeWindow window, in Precision precision)
    {
        var mean = speeds.Mean;
        var scale = mean > 0 ? 1 / mean : 0;
        return window with
        {
            Cells = Cells,
            SpeedMean = mean,
            SpeedVariation = speeds.VariationBeyond(0),
            Beats = (int)beats.Weight,
            BeatLength = beats.Mean,
            BeatVariation = beats.VariationBeyond(precision.Place),
            Roughness = roughness.RootMeanSquare * scale,
            StartRatio = topSpeeds.First > 0 ? firstSpeed / topSpeeds.First : 0,
            SlowShare = histogram.ShareBelow(0.15 * topSpeeds.First),
            TopSpeed = topSpeeds.Third,
            TopLateral = topLaterals.Third,
            TopTurn = topSpeeds.First > 0 ? topLaterals.Third * Cell / topSpeeds.First : 0,
            HighestSpeed = topSpeeds.First,
            Course = scored == Cells ? score * PathNet.Scale : double.NaN,
            Swerve = laterals.RootMeanSquare * scale * Cell,
        };
    }

    private void Push(double x, double y, double place, IPathNet? net)
    {
        var (nx, ny) = ((x - gridX) / Cell, (y - gridY) / Cell);
        if (net is not null && scored < byte.MaxValue)
        {
            score += net.Step(netState, PathStep.Of((nx, ny), (vx, vy), topSpeeds.First, place / Cell, Cells));
            scored++;
        }

        var v = Math.Sqrt((nx * nx) + (ny * ny));
        speeds.Add(v);
        topSpeeds.Add(v);
        histogram.Add(v);
        if (Cells == 0)
        {
            firstSpeed = (float)v;
        }
        else
        {
            var lateral = Math.Abs((nx * vy) - (ny * vx)) / Math.Max((v + v1) / 2, 1e-9) / Cell;
            laterals.Add(lateral);
            topLaterals.Add(lateral);
        }

        if (Cells >= 2)
            roughness.Add(v - (2 * v1) + v2);
        (gridX, gridY, vx, vy) = (x, y, (float)nx, (float)ny);
        (v2, v1) = (v1, (float)v);
        Cells++;
        if (Cells % CellsPerBeat != 0)
            return;
        beats.Add(Math.Sqrt(((x - beatX) * (x - beatX)) + ((y - beatY) * (y - beatY))));
        (beatX, beatY) = (x, y);
    }

    private static bool IsBounded(NetState state)
    {
        foreach (var value in state)
        {
            if (!(Math.Abs(value) <= 1))
                return false;
        }

        return true;
    }

    [InlineArray(PathNet.Units)]
    private struct NetState
    {
        private float value;
    }
}
