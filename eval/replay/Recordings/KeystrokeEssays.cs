namespace Sentinel.Replay;

/// <summary>People who write an essay, the first 1,000 key strokes of each: <c>user,code,down,up</c>, ms.</summary>
internal sealed class KeystrokeEssays(string path) : IRecordingSource
{
    public string Name => "keystroke-essays";

    public IEnumerable<Recording> Read() => CsvRows.Runs(path, 1).Select(run => new Recording(
        Name, run.Key, false, [.. run.Rows.Select(row => KeyGroups.Held(row[1], CsvRows.Number(row[2]), CsvRows.Number(row[3])))], []));
}
