using System.Collections.Immutable;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>
/// One entry of a fixed text as numbers: position by position ln(hold) and ln(down to down), in ms, drawn into 10..3000. What the text is
/// is not known, only how many strokes it takes.
/// </summary>
public sealed class FixedTextRhythm
{
    /// <summary>Strokes that are compared; what a longer text has beyond them is left out, so that a template stays under 5 KB.</summary>
    public const int MaxStrokes = 24;

    private const double Shortest = 10;
    private const double Longest = 3_000;

    private FixedTextRhythm(ImmutableArray<double> logs) => Logs = logs;

    /// <summary>hold, down-down, hold, …, hold: one less than twice the strokes.</summary>
    public ImmutableArray<double> Logs { get; }

    public int Strokes => (Logs.Length + 1) / 2;

    /// <summary>Whether a feature is a hold; the others are intervals.</summary>
    public static bool IsHold(int feature) => feature % 2 == 0;

    /// <summary>Null where a release is not known, or strokes are out of order: such an entry cannot be compared.</summary>
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

    /// <summary>From the numbers themselves, as they are kept.</summary>
    internal static FixedTextRhythm Of(ReadOnlySpan<Half> logs)
    {
        var values = ImmutableArray.CreateBuilder<double>(logs.Length);
        foreach (var log in logs) values.Add((double)log);
        return new(values.MoveToImmutable());
    }

    /// <summary>From the numbers themselves.</summary>
    internal static FixedTextRhythm OfLogs(ImmutableArray<double> logs) => new(logs);

    internal static double Log(double ms) => Math.Log(Math.Clamp(ms, Shortest, Longest));
}
