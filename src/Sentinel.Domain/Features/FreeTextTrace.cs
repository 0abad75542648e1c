using System.Runtime.InteropServices;
using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>A stream's open window of free typing, part of the stored state: the last key, and the sum of scores.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct FreeTextTrace : IStored
{
    /// <summary>Key strokes of a window.</summary>
    public const int WindowStrokes = 25;

    /// <summary>The coarsest timer step at which typing can be compared, or judged by the typing net, ms.</summary>
    public const double CoarsestTimer = 17;

    private double lastDown;
    private float score;
    private KeyCode lastCode;
    private byte times;
    private byte strokes;

    public readonly bool IsSound =>
        double.IsFinite(lastDown) && float.IsFinite(score) && lastCode <= KeyCode.F12 && strokes < WindowStrokes && times <= 2 * strokes;

    /// <summary>Discards the window, because input is missing from it.</summary>
    public void Abandon() => this = default;

    /// <summary>Measures the next key stroke. There is no interval after input that is not free typing.</summary>
    public (FreeTextTime? Hold, FreeTextTime? Interval) Observe(in KeyStroke stroke)
    {
        var before = new KeyStroke(lastDown, double.NaN, lastCode);
        (lastDown, lastCode) = (stroke.Down, stroke.Code);
        strokes++;
        return (FreeTextTime.HoldOf(before.Code, stroke), before.Code == KeyCode.Unknown ? null : FreeTextTime.IntervalOf(before, stroke));
    }

    /// <summary>Starts again at the next key stroke, because the input before it was not free typing.</summary>
    public void Interrupt() => lastCode = KeyCode.Unknown;

    public void Note(double nats) => (score, times) = (score + (float)nats, (byte)(times + 1));

    /// <summary>Closes the window if it is full; true when it did.</summary>
    public bool Close(out FreeTextWindow window)
    {
        window = new(score, times);
        if (strokes < WindowStrokes) return false;
        this = new() { lastDown = lastDown, lastCode = lastCode };
        return true;
    }
}
