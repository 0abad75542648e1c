using Sentinel.Simulation;

namespace Sentinel.Replay;

internal readonly record struct KeyEvent(double T, int KeyCode, bool Down);

/// <summary>
/// Pairs presses with releases as a browser client does. A press of a key that is down is dropped as an auto-repeat if no other key was
/// pressed since and the key's last event was at most 1.1 s ago. Otherwise the earlier release was lost, and that stroke has no <c>up</c>.
/// </summary>
internal static class KeyPairing
{
    private const double LongestRepeatDelayMs = 1100;

    private readonly record struct Held(double Down, double LastSeen);

    /// <param name="events">Events in any order; late ones are sorted by their time stamps.</param>
    /// <param name="groupOf">The group of a key code; null for those of browsers.</param>
    public static List<KeyStroke> Pair(IEnumerable<KeyEvent> events, Func<int, KeyGroup>? groupOf = null)
    {
        groupOf ??= KeyGroups.OfKeyCode;
        var held = new Dictionary<int, Held>();
        var strokes = new List<KeyStroke>();
        int? lastPressed = null;
        double end = 0;
        foreach (var (t, code, down) in InOrder(events))
        {
            end = t;
            if (!down)
            {
                if (held.Remove(code, out var pressed)) strokes.Add(KeyStroke.Held(groupOf(code), pressed.Down, t));
                continue;
            }

            if (held.TryGetValue(code, out var before))
            {
                if (lastPressed == code && t - before.LastSeen <= LongestRepeatDelayMs)
                {
                    held[code] = before with { LastSeen = t };
                    continue;
                }

                strokes.Add(new(groupOf(code), before.Down, null, t));
            }

            held[code] = new(t, t);
            lastPressed = code;
        }

        strokes.AddRange(held.Select(h => new KeyStroke(groupOf(h.Key), h.Value.Down, null, end)));
        return strokes;
    }

    /// <summary>Sorts by time; if one key's press and release have the same time stamp, the one that fits its state comes first.</summary>
    private static List<KeyEvent> InOrder(IEnumerable<KeyEvent> events)
    {
        var sorted = events.OrderBy(e => e.T).ToList();
        var down = new HashSet<int>();
        for (var i = 0; i < sorted.Count; i++)
        {
            if (!sorted[i].Down && !down.Contains(sorted[i].KeyCode))
            {
                for (var j = i + 1; j < sorted.Count && sorted[j].T == sorted[i].T; j++)
                {
                    if (sorted[j].KeyCode != sorted[i].KeyCode || !sorted[j].Down) continue;
                    (sorted[i], sorted[j]) = (sorted[j], sorted[i]);
                    break;
                }
            }

            if (sorted[i].Down) down.Add(sorted[i].KeyCode);
            else down.Remove(sorted[i].KeyCode);
        }

        return sorted;
    }
}
