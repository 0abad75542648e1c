using Sentinel.Domain.Telemetry;
using CsvRows = Sentinel.Replay.CsvRows;

namespace Sentinel.Accuracy;

/// <summary>Sixty people who typed one sentence in four sessions of a hundred key strokes (Monaco), as free text.</summary>
internal sealed class Sentences
{
    private const string Recorded = "keystroke-sentences.csv.gz";

    private Sentences(IReadOnlyDictionary<int, IReadOnlyList<IReadOnlyList<KeyStroke>>> people) => People = people;

    /// <summary>The sessions by person's id, in order.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<IReadOnlyList<KeyStroke>>> People { get; }

    /// <exception cref="FileNotFoundException">The file is missing in the folder.</exception>
    public static Sentences Read(string folder)
    {
        var path = Path.Combine(folder, Recorded);
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path} is missing: give the folder with the recordings by --data.");
        return new(
            CsvRows
                .Rows(path)
                .GroupBy(row => int.Parse(row[0], null))
                .ToDictionary(
                    person => person.Key,
                    IReadOnlyList<IReadOnlyList<KeyStroke>> (person) =>
                        [
                            .. person
                                .GroupBy(row => int.Parse(row[1], null))
                                .OrderBy(session => session.Key)
                                .Select(session => session.Select(Stroke).ToArray()),
                        ]
                )
        );
    }

    private static KeyStroke Stroke(string[] row) => new(CsvRows.Number(row[3]), CsvRows.Number(row[4]), Code(row[2]));

    private static KeyCode Code(string name) => name switch
    {
        [>= 'a' and <= 'z' and var letter] => (KeyCode)((int)KeyCode.KeyA + letter - 'a'),
        [>= '0' and <= '9'] => KeyCode.Digit,
        "space" => KeyCode.SpaceBar,
        "enter" => KeyCode.Enter,
        "backspace" or "delete" => KeyCode.Edit,
        "shift" or "ctrl" or "alt" or "caps_lock" or "windows" or "command" => KeyCode.Modifier,
        "left" or "right" or "up" or "down" or "home" or "end" or "tab" => KeyCode.Navigation,
        "period" or "comma" or "quote" or "semicolon" or "slash" or "dash" => KeyCode.Punctuation,
        _ => KeyCode.Other,
    };
}
