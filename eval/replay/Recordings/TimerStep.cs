using Sentinel.Simulation;

namespace Sentinel.Replay;

/// <summary>The timer's step as a client measures it: the smallest positive difference of two event times, 0.1..16 ms.</summary>
internal static class TimerStep
{
    public static double Of(IReadOnlyList<KeyStroke> keys, IReadOnlyList<PointerSample> pointer)
    {
        var times = new List<double>(2 * keys.Count + pointer.Count);
        foreach (var key in keys)
        {
            times.Add(key.Down);
            if (key.Up is { } up) times.Add(up);
        }

        foreach (var sample in pointer) times.Add(sample.T);
        times.Sort();
        var step = double.MaxValue;
        for (var i = 1; i < times.Count; i++)
        {
            var difference = Math.Round(times[i] - times[i - 1], 3);
            if (difference > 0 && difference < step) step = difference;
        }

        return Math.Clamp(step, 0.1, 16);
    }
}
