using Sentinel.Replay;
using Sentinel.Simulation;
using Recording = Sentinel.Replay.Recording;

namespace Sentinel.Train;

/// <summary>
/// Recorded people who move a mouse and may be in what ships: of Balabit's ten, the three whose mice were sampled finely.
/// </summary>
internal static class PointerPeople
{
    /// <summary>ms between samples, by the median.</summary>
    private const double Finest = 20;

    /// <summary>Their training sessions, by person.</summary>
    public static PointerSample[][][] Balabit(string folder) =>
    [
        .. new Balabit(Path.Combine(folder, "mouse-balabit.csv.gz")).Read()
            .Where(recording => recording.Source == "balabit/tr")
            .GroupBy(recording => recording.Id.Split('-')[1])
            .Select(person => person.Where(IsFine).Select(recording => recording.Pointer.ToArray()).ToArray())
            .Where(sessions => sessions.Length > 1),
    ];

    private static bool IsFine(Recording recording)
    {
        var intervals = recording.Pointer.Zip(recording.Pointer.Skip(1), (one, next) => next.T - one.T)
            .Where(ms => ms is > 0 and < PointerStrokes.Rest).Order().ToList();
        return intervals.Count >= 1_000 && intervals[intervals.Count / 2] <= Finest;
    }
}
