using Sentinel.Simulation;

namespace Sentinel.Replay;

/// <summary>
/// 51 people typing <c>.tie5Roanl</c> and Return, in seconds: hold and down-down per key. A session's up to 50 repetitions are consecutive
/// entries of the field <c>password</c>, 3 s apart.
/// </summary>
internal sealed class KeystrokeCmu(string path) : IRecordingSource
{
    private const int FirstTiming = 4;
    private const double RestMs = 3000;
    private static readonly KeyGroup[] Keys = [.. ".tie5roanl\n".Select(Keyboard.GroupOf)];

    public string Name => "keystroke-cmu";

    public IEnumerable<Recording> Read() => CsvRows.Runs(path, 2).Select(run => new Recording(Name, run.Key, false, Entries(run.Rows), []));

    private static List<KeyStroke> Entries(List<string[]> repetitions)
    {
        var strokes = new List<KeyStroke>(repetitions.Count * Keys.Length);
        double down = 0;
        foreach (var row in repetitions)
        {
            double end = 0;
            for (var key = 0; key < Keys.Length; key++)
            {
                var up = down + Ms(row, 3 * key);
                strokes.Add(KeyStroke.Held(Keys[key], Math.Round(down, 1), Math.Round(up, 1), "password"));
                end = Math.Max(end, up);
                if (key + 1 < Keys.Length) down += Ms(row, 3 * key + 1);
            }

            down = end + RestMs;
        }

        return strokes;
    }

    private static double Ms(string[] row, int timing) => 1000 * CsvRows.Number(row[FirstTiming + timing]);
}
