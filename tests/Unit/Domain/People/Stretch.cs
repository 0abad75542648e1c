using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>Free typing as a session takes it, without the session.</summary>
internal static class Stretch
{
    /// <summary>The style of key strokes, fewer than a hundred; null for none.</summary>
    public static TypingStyle? Of(IEnumerable<KeyStroke> strokes) =>
        Of(strokes, Baseline.None, _ => { }) is { Strokes: > 0 } trace ? trace.Style(StyleNet.Shipped) : null;

    /// <param name="strokes">The key strokes.</param>
    /// <param name="baseline">The user's baseline.</param>
    /// <param name="closed">Is given each window.</param>
    /// <returns>The open stretch.</returns>
    public static StyleTrace Of(IEnumerable<KeyStroke> strokes, Baseline baseline, Action<FreeTextWindow> closed)
    {
        var (keys, memory, freeText, style) = (default(KeyRhythm), default(KeyMemory), default(FreeTextTrace), default(StyleTrace));
        foreach (var stroke in strokes)
        {
            var step = keys.Step(stroke, 1);
            keys.Add(stroke, 1, ref memory, out _, out _);
            var (hold, interval) = freeText.Observe(stroke);
            if (step is not { } taken)
                continue;
            foreach (var time in new[] { hold, interval })
            {
                if (time is { } measured && baseline.FreeText is { } table)
                    style.Note(table.Score(measured));
            }

            if (!style.Add(taken, StyleNet.Shipped))
                continue;
            var nats = baseline.Style?.Nats(style.Style(StyleNet.Shipped), style.Strokes, StyleNet.Shipped);
            closed(style.Close(nats, Policy.Default.MaxIdentityPerWindow));
            if (style.IsFull)
                style = default;
        }

        return style;
    }
}
