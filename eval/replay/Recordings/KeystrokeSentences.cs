namespace Sentinel.Replay;

/// <summary>60 people, 4 sessions of one sentence each: <c>user,session,keyname,timepress,timerelease</c>, ms.</summary>
internal sealed class KeystrokeSentences(string path) : IRecordingSource
{
    public string Name => "keystroke-sentences";

    public IEnumerable<Recording> Read() => CsvRows.Runs(path, 2)
        .Select(run => new Recording(Name, run.Key, false, [.. run.Rows.Select(Stroke)], []));

    private static KeyStroke Stroke(string[] row) =>
        KeyStroke.Held(KeyGroups.OfName(row[2]), CsvRows.Number(row[3]), CsvRows.Number(row[4]));
}
