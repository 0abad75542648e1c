using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>
/// The open entry of a fixed-text field, part of the stored state: the field, the number of key strokes, and ln(ms) of holds and intervals.
/// ENTER, a key that leaves the field, or a key stroke elsewhere ends the entry. That key is not part of it, so the length does not depend
/// on how the form is sent off.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct FixedTextTrace : IStored
{
    /// <summary>Minimum number of key strokes of a rhythm.</summary>
    public const int MinStrokes = 4;

    /// <summary>ms; a longer pause ends the entry.</summary>
    public const double LongestPause = 3_000;

    /// <summary>The coarsest timer step at which a rhythm can be judged, ms.</summary>
    public const double CoarsestTimer = 17;

    private ulong field;
    private double lastDown;
    private float coarsest;
    private bool broken;
    private Logs logs;

    /// <summary>Key strokes so far; 0 while no entry is open.</summary>
    public byte Strokes { get; private set; }

    /// <summary>The count of stored numbers.</summary>
    private readonly int Kept => (2 * Math.Min((int)Strokes, FixedTextRhythm.MaxStrokes)) - 1;

    public readonly bool IsSound =>
        double.IsFinite(lastDown) && coarsest is >= 0 and <= 100 && (Strokes == 0 || AreFinite(((ReadOnlySpan<Half>)logs)[..Kept]));

    /// <summary>Marks the entry as unusable: something was corrected, pasted, lost, or came beyond the earned time.</summary>
    public void Break() => broken |= Strokes > 0;

    /// <summary>Discards the open entry.</summary>
    public void Abandon() => this = default;

    /// <summary>Adds a key stroke of a fixed-text field, or ends the entry by another one; true when that closed a window.</summary>
    /// <param name="stroke">The key stroke; it is in order.</param>
    /// <param name="resolution">The timer's step, ms.</param>
    /// <param name="whole">Whether it may be part of a rhythm: neither declared nor untrusted input.</param>
    /// <param name="window">The closed entry.</param>
    public bool Add(in KeyStroke stroke, double resolution, bool whole, out FixedTextWindow window)
    {
        window = default;
        var ends = Ends(stroke.Code);
        var goesOn = Strokes > 0 && stroke.Field == field && !ends && stroke.Down - lastDown <= LongestPause;
        var closed = Strokes > 0 && !goesOn && Close(out window);
        if (stroke.Field == 0 || ends)
            return closed;

        var interval = stroke.Down - lastDown;
        lastDown = stroke.Down;
        if (Strokes == 0)
            field = stroke.Field;
        broken |= !whole || !(stroke.Hold >= 0) || KeyGroups.Of(stroke.Code) == KeyCode.Edit || (Strokes > 0 && !(interval >= 0));
        coarsest = Math.Max(coarsest, (float)resolution);
        if (Strokes < FixedTextRhythm.MaxStrokes && !broken)
        {
            if (Strokes > 0)
                logs[(2 * Strokes) - 1] = (Half)FixedTextRhythm.Log(interval);
            logs[2 * Strokes] = (Half)FixedTextRhythm.Log(stroke.Hold);
        }

        Strokes = (byte)Math.Min(Strokes + 1, byte.MaxValue);
        return closed;
    }

    /// <summary>Ends the entry, because the field was left.</summary>
    public bool Close(out FixedTextWindow window)
    {
        var tells = Strokes >= MinStrokes && !broken && coarsest <= CoarsestTimer;
        window = tells ? new(field, FixedTextRhythm.Of(((ReadOnlySpan<Half>)logs)[..Kept]), coarsest) : default;
        this = default;
        return tells;
    }

    private static bool AreFinite(ReadOnlySpan<Half> numbers)
    {
        foreach (var number in numbers)
        {
            if (!Half.IsFinite(number))
                return false;
        }

        return true;
    }

    private static bool Ends(KeyCode code) => KeyGroups.Of(code) is KeyCode.Enter or KeyCode.Navigation;

    [InlineArray((2 * FixedTextRhythm.MaxStrokes) - 1)]
    private struct Logs
    {
        private Half log;
    }
}
