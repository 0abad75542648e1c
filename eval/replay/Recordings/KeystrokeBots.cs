using System.Globalization;

namespace Sentinel.Replay;

/// <summary>
/// Raw key events of people and scripts: <c>session,is_bot,event,key_code,t_ms</c>. The rows of key code 222 lost the column
/// <c>is_bot</c>: their time stands there and <c>None</c> stands for it. They are repaired, since dropping them would tear strokes apart.
/// </summary>
internal sealed class KeystrokeBots(string path) : IRecordingSource
{
    public string Name => "keystroke-bots";

    public IEnumerable<Recording> Read()
    {
        foreach (var (session, rows) in CsvRows.Rows(path).GroupBy(r => r[0]).Select(g => (g.Key, g.ToList())))
        {
            var isBot = rows.Any(r => r[1] == "1");
            yield return new($"{Name}/{(isBot ? "bot" : "human")}", session, isBot, KeyPairing.Pair(rows.Select(Event)), []);
        }
    }

    private static KeyEvent Event(string[] row) =>
        new(CsvRows.Number(row[4] == "None" ? row[1] : row[4]), int.Parse(row[3], CultureInfo.InvariantCulture), row[2] == "keydown");
}
