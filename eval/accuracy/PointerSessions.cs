using Sentinel.Replay;

namespace Sentinel.Accuracy;

/// <summary>Recorded people who move a mouse.</summary>
internal static class PointerSessions
{
    /// <summary>The Balabit Mouse Dynamics Challenge: ten people at work.</summary>
    /// <param name="folder">The folder with the recordings.</param>
    /// <param name="step">Called after each session.</param>
    /// <exception cref="FileNotFoundException">A file is missing in the folder.</exception>
    public static IReadOnlyList<PointerSession> OfBalabit(string folder, Action step)
    {
        var labels = File.ReadLines(Known(folder, "mouse-balabit-labels.csv"))
            .Skip(1)
            .Select(line => line.Split(','))
            .ToDictionary(row => row[0], row => row[1] == "1");
        return Read(new Balabit(Known(folder, "mouse-balabit.csv.gz")), step, recording =>
        {
            // part-user-session
            var parts = recording.Id.Split('-');
            return new(
                int.Parse(parts[1], null), parts[0] == "tr", labels.TryGetValue(parts[2], out var label) ? label : null, recording);
        });
    }

    /// <summary>SapiMouse: sixty people with a session of three minutes to learn from, and one of one minute.</summary>
    public static IReadOnlyList<PointerSession> OfSapi(string folder, Action step) =>
        Read(new MouseSapi(Known(folder, "mouse-sapi.csv.gz")), step, recording =>
        {
            // user-length
            var parts = recording.Id.Split('-');
            return new(int.Parse(parts[0], null), parts[1] == "3min", null, recording);
        });

    private static IReadOnlyList<PointerSession> Read(IRecordingSource source, Action step, Func<Recording, PointerSession> session) =>
        [
            .. source
                .Read()
                .Select(recording =>
                {
                    step();
                    return session(recording);
                }),
        ];

    private static string Known(string folder, string file) =>
        Path.Combine(folder, file) is var path && File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{path} is missing: give the folder with the recordings by --data.");
}
