using System.Runtime.InteropServices;
using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>The last key of a stream's free typing, part of the stored state.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct FreeTextTrace : IStored
{
    /// <summary>The coarsest timer step at which typing can be compared, or judged by the typing net, ms.</summary>
    public const double CoarsestTimer = 17;

    private double lastDown;
    private KeyCode lastCode;

    public readonly bool IsSound => double.IsFinite(lastDown) && lastCode <= KeyCode.F12;

    /// <summary>Measures the next key stroke. There is no interval after input that is not free typing.</summary>
    public (FreeTextTime? Hold, FreeTextTime? Interval) Observe(in KeyStroke stroke)
    {
        var before = new KeyStroke(lastDown, double.NaN, lastCode);
        (lastDown, lastCode) = (stroke.Down, stroke.Code);
        return (FreeTextTime.HoldOf(before.Code, stroke), before.Code == KeyCode.Unknown ? null : FreeTextTime.IntervalOf(before, stroke));
    }

    /// <summary>Starts again at the next key stroke, because the input before it was not free typing, or is missing.</summary>
    public void Interrupt() => lastCode = KeyCode.Unknown;
}
