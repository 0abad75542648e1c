namespace Sentinel.Replay;

/// <summary>
/// People who copy 15 sentences: <c>user,sentence,code,down,up</c>, ms from the sentence's first press. One recording is all sentences of a
/// person; rests of 3 s are invented between them.
/// </summary>
internal sealed class KeystrokeFreeSentences(string path) : IRecordingSource
{
    private const double InventedRestMs = 3000;

    public string Name => "keystroke-free-sentences";

    public IEnumerable<Recording> Read() => CsvRows.Runs(path, 1).Select(run => new Recording(Name, run.Key, false, Strokes(run.Rows), []));

    private static List<KeyStroke> Strokes(List<string[]> rows)
    {
        var strokes = new List<KeyStroke>(rows.Count);
        var (sentence, shift, end) = (rows[0][1], 0.0, 0.0);
        foreach (var row in rows)
        {
            if (row[1] != sentence)
                (sentence, shift) = (row[1], end + InventedRestMs);
            var stroke = KeyGroups.Held(row[2], CsvRows.Number(row[3]) + shift, CsvRows.Number(row[4]) + shift);
            end = Math.Max(end, stroke.Known);
            strokes.Add(stroke);
        }

        return strokes;
    }
}
