using Sentinel.Simulation;

namespace Sentinel.Replay;

/// <summary>
/// Three tasks in one window, by people and by simple PyAutoGUI scripts: keys as <c>class,session,key,t,state</c>, the mouse as
/// <c>class,session,t,button,state,x,y</c>.
/// </summary>
internal sealed class Tasks(string keys, string mouse) : IRecordingSource
{
    public string Name => "tasks";

    public IEnumerable<Recording> Read()
    {
        var pointers = CsvRows.Runs(mouse, 2).ToDictionary(run => run.Key, run => run.Rows);
        foreach (var (key, rows) in CsvRows.Runs(keys, 2))
        {
            var names = rows.Select(row => row[2]).Distinct().ToList();
            var strokes = KeyPairing.Pair(rows.Select(row => new KeyEvent(CsvRows.Number(row[3]), names.IndexOf(row[2]), row[4] == "p")),
                code => KeyGroups.OfName(names[code].Replace("Key.", "", StringComparison.Ordinal)));
            var samples = pointers.GetValueOrDefault(key, []).Select(Sample).OrderBy(sample => sample.T);
            yield return new($"{Name}/{rows[0][0]}", rows[0][1], rows[0][0] != "human", strokes, [.. samples]);
        }
    }

    private static PointerSample Sample(string[] row) => new(
        CsvRows.Number(row[2]), CsvRows.Number(row[5]), CsvRows.Number(row[6]), row[4] switch
        {
            "p" => PointerAction.Down,
            "r" => PointerAction.Up,
            _ => PointerAction.Move,
        });
}
