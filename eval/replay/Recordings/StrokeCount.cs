using Sentinel.Simulation;

namespace Sentinel.Replay;

/// <summary>
/// Counts pointer strokes: paths of at least 2 samples that end after 250 ms of rest, at a press, or after 3 s of motion. Only decides
/// eligibility; the server counts its own windows.
/// </summary>
internal static class StrokeCount
{
    private const double RestMs = 250;
    private const double LongestMs = 3000;

    public static int Of(IReadOnlyList<PointerSample> samples)
    {
        int strokes = 0, length = 0;
        double start = 0, last = 0;
        foreach (var sample in samples)
        {
            if (sample.Type == PointerAction.Wheel) continue;
            if (length > 0 && (sample.T - last >= RestMs || sample.T - start > LongestMs)) Close();
            if (length++ == 0) start = sample.T;
            last = sample.T;
            if (sample.Type == PointerAction.Down) Close();
        }

        Close();
        return strokes;

        void Close()
        {
            if (length >= 2) strokes++;
            length = 0;
        }
    }
}
