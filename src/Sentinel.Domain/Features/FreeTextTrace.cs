using System.Runtime.InteropServices;
using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>A stream's open window of free typing, part of the stored state: the last key, and the sum of what was scored.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct FreeTextTrace : IStored
{
    /// <summary>Strokes that close a window.</summary>
    public const int WindowStrokes = 25;

    /// <summary>ms of timer step above which typing cannot be compared.</summary>
    public const double CoarsestTimer = 17;

    private double lastDown;
    private float score;
    private KeyCode lastCode;
    private byte times;
    private byte strokes;

    public readonly bool IsSound =>
        double.IsFinite(lastDown) && float.IsFinite(score) && lastCode <= KeyCode.F12 && strokes < WindowStrokes && times <= 2 * strokes;

    /// <summary>Forgets the window, since input is missing from it.</summary>
    public void Abandon() => this = default;

    /// <summary>What the next stroke tells; nothing of one that comes after something else than free typing.</summary>
    public (FreeTextTime? Hold, FreeTextTime? Interval) Observe(in KeyStroke stroke)
    {
        var before = new KeyStroke(lastDown, double.NaN, lastCode);
        (lastDown, lastCode) = (stroke.Down, stroke.Code);
        strokes++;
        return (FreeTextTime.HoldOf(before.Code, stroke), before.Code == KeyCode.Unknown ? null : FreeTextTime.IntervalOf(before, stroke));
    }

    /// <summary>The next stroke stands alone: what came before it was no free typing.</summary>
    public void Interrupt() => lastCode = KeyCode.Unknown;

    public void Note(double nats) => (score, times) = (score + (float)nats, (byte)(times + 1));

    /// <summary>True when the window is full.</summary>
    public bool Close(out FreeTextWindow window)
    {
        window = new(score, times);
        if (strokes < WindowStrokes) return false;
        this = new() { lastDown = lastDown, lastCode = lastCode };
        return true;
    }
}
