namespace Sentinel.Replay;

/// <summary>The folder of real recordings, one file per source.</summary>
internal static class RecordingFolder
{
    private static readonly (string Name, string File, Func<string, IRecordingSource> Open)[] Known =
    [
        ("keystroke-bots", "keystroke-bots.csv.gz", path => new KeystrokeBots(path)),
        ("keystroke-sentences", "keystroke-sentences.csv.gz", path => new KeystrokeSentences(path)),
        ("keystroke-cmu", "keystroke-cmu.csv.gz", path => new KeystrokeCmu(path)),
        ("mouse-bots", "mouse-bots.csv.gz", path => new MouseBots(path)),
        ("mouse-joined", "mouse-bots.csv.gz", path => new MouseBotsJoined(path)),
        ("balabit", "mouse-balabit.csv.gz", path => new Balabit(path)),
        ("keystroke-essays", "keystroke-essays.csv.gz", path => new KeystrokeEssays(path)),
        ("keystroke-free-sentences", "keystroke-free-sentences.csv.gz", path => new KeystrokeFreeSentences(path)),
        ("mouse-sapi", "mouse-sapi.csv.gz", path => new MouseSapi(path)),
        ("touch-pins", "touch-pins.csv.gz", path => new TouchPins(path)),
        ("tasks", "tasks-keys.csv.gz", path => new Tasks(path, path.Replace("tasks-keys", "tasks-mouse", StringComparison.Ordinal))),
    ];

    public static IEnumerable<string> Names => Known.Select(k => k.Name);

    /// <exception cref="ReplayFailedException">The folder or a file is missing.</exception>
    public static IReadOnlyList<IRecordingSource> Open(string folder, IReadOnlyCollection<string> names)
    {
        const string instead = "Point --data at the folder of recordings, or run with --synthetic, which needs none.";
        if (!Directory.Exists(folder)) throw new ReplayFailedException($"There is no folder {Path.GetFullPath(folder)}. {instead}");
        var chosen = Known.Where(k => names.Count == 0 || names.Any(n => n.Split('/')[0] == k.Name)).ToList();
        var missing = chosen.Select(k => Path.Combine(folder, k.File)).Where(f => !File.Exists(f)).Distinct().ToList();
        if (missing.Count > 0)
            throw new ReplayFailedException($"Missing: {string.Join(", ", missing)}. Leave its source out with --sources. {instead}");
        return [.. chosen.Select(k => k.Open(Path.Combine(folder, k.File)))];
    }
}
