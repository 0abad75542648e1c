using System.Collections.Immutable;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>
/// One entry of a fixed text as numbers: ln(hold) and ln(interval) by position, in ms clamped to 10..3000. The text is unknown except for
/// its number of key strokes.
/// </summary>
public sealed class FixedTextRhythm
{
    /// <summary>Maximum number of key strokes; the rest of a longer text is left out, so that a template stays under 5 KB.</summary>
    public const int MaxStrokes = 24;

    private const double Shortest = 10;
    private const double Longest = 3_000;

    private FixedTextRhythm(ImmutableArray<double> logs) => Logs = logs;

    /// <summary>hold, interval, hold, …, hold: one less than twice the key strokes.</summary>
    public ImmutableArray<double> Logs { get; }

    public int Strokes => (Logs.Length + 1) / 2;

    /// <summary>Whether a feature is a hold; the others are intervals.</summary>
    public static bool IsHold(int feature) => feature % 2 == 0;

    /// <summary>Null if a release is unknown or key strokes are out of order: such an entry cannot be compared.</summary>
    public static FixedTextRhythm? Of(ReadOnlySpan<KeyStroke> strokes)
    {
        if (strokes.IsEmpty) return null;
        strokes = strokes[..Math.Min(strokes.Length, MaxStrokes)];
        var logs = ImmutableArray.CreateBuilder<double>((2 * strokes.Length) - 1);
        for (var i = 0; i < strokes.Length; i++)
        {
            if (i > 0)
            {
                var interval = strokes[i].Down - strokes[i - 1].Down;
                if (!(interval >= 0)) return null;
                logs.Add(Log(interval));
            }

            if (!(strokes[i].Hold >= 0)) return null;
            logs.Add(Log(strokes[i].Hold));
        }

        return new(logs.MoveToImmutable());
    }

    /// <summary>Restores a rhythm from the stored numbers.</summary>
    internal static FixedTextRhythm Of(ReadOnlySpan<Half> logs)
    {
        var values = ImmutableArray.CreateBuilder<double>(logs.Length);
        foreach (var log in logs) values.Add((double)log);
        return new(values.MoveToImmutable());
    }

    /// <summary>Creates a rhythm from its numbers.</summary>
    internal static FixedTextRhythm OfLogs(ImmutableArray<double> logs) => new(logs);

    internal static double Log(double ms) => Math.Log(Math.Clamp(ms, Shortest, Longest));
}
