using System.Globalization;

namespace Sentinel.Replay;

/// <summary>
/// Raw key events of people and scripts: <c>session,is_bot,event,key_code,t_ms</c>. Rows of key code 222 lack <c>is_bot</c>: the time
/// stands in its place, and <c>None</c> in the time's. They are repaired, because dropping them would break strokes.
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
