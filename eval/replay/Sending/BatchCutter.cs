using Sentinel.Simulation;

namespace Sentinel.Replay;

/// <summary>The content of one POST, in the recording's time.</summary>
/// <param name="SentAt">When the browser sent it.</param>
/// <param name="Keys">In the order of <c>down</c>.</param>
/// <param name="Pointer">In the order of time.</param>
/// <param name="Signals">In the order of time.</param>
internal sealed record Cut(
    double SentAt, IReadOnlyList<KeyStroke> Keys, IReadOnlyList<PointerSample> Pointer, IReadOnlyList<Signal> Signals);

/// <summary>
/// Cuts a recording as a browser does: once a second, earlier after 200 events, and not in an idle second. A key stroke waits for its
/// release, and at most 2 s more behind an earlier key that is still held.
/// </summary>
internal static class BatchCutter
{
    public const int MaxEvents = 200;
    private const double PeriodMs = 1000;
    private const double LongestHoldBackMs = 2000;

    public static IEnumerable<Cut> Cuts(Recording recording)
    {
        var keys = Sendable(recording.Keys);
        var pointer = recording.Pointer;
        List<KeyStroke> cutKeys = [];
        List<PointerSample> cutPointer = [];
        double flushAt = 0, last = 0;
        var signal = 0;
        for (int key = 0, sample = 0; key < keys.Count || sample < pointer.Count;)
        {
            var takeKey = sample == pointer.Count || (key < keys.Count && keys[key].At <= pointer[sample].T);
            var at = takeKey ? keys[key].At : pointer[sample].T;
            var open = cutKeys.Count + cutPointer.Count;
            if (open > 0 && (at >= flushAt || open == MaxEvents))
            {
                yield return Flush(open == MaxEvents && at < flushAt ? last : flushAt);
                open = 0;
            }

            if (open == 0) flushAt = recording.Start + PeriodMs * (Math.Floor((at - recording.Start) / PeriodMs) + 1);
            if (takeKey) cutKeys.Add(keys[key++].Stroke);
            else cutPointer.Add(pointer[sample++]);
            last = at;
        }

        if (cutKeys.Count + cutPointer.Count > 0) yield return Flush(flushAt);

        Cut Flush(double sentAt)
        {
            var known = recording.Signals.Skip(signal).TakeWhile(one => one.T <= sentAt).ToList();
            signal += known.Count;
            var cut = new Cut(sentAt, [.. cutKeys.OrderBy(k => k.Down)], [.. cutPointer], known);
            cutKeys.Clear();
            cutPointer.Clear();
            return cut;
        }
    }

    private static List<(double At, KeyStroke Stroke)> Sendable(IReadOnlyList<KeyStroke> inOrderOfDown)
    {
        var sendable = new List<(double At, KeyStroke Stroke)>(inOrderOfDown.Count);
        var allKnown = double.MinValue;
        foreach (var stroke in inOrderOfDown)
        {
            allKnown = Math.Max(allKnown, stroke.Known);
            sendable.Add((Math.Min(allKnown, stroke.Known + LongestHoldBackMs), stroke));
        }

        return [.. sendable.OrderBy(s => s.At)];
    }
}
