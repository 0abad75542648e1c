using Sentinel.Domain.Features;
using Sentinel.Domain.Telemetry;

using CsvRows = Sentinel.Replay.CsvRows;

namespace Sentinel.Accuracy;

/// <summary>
/// The CMU keystroke benchmark (Killourhy and Maxion 2009), 98.6 % of rows: each person's repetitions of one password, in order.
/// </summary>
internal sealed class Cmu
{
    private const string File = "keystroke-cmu.csv.gz";
    private const int FirstTiming = 4;
    private const int Strokes = 11;

    private Cmu(IReadOnlyDictionary<int, IReadOnlyList<FixedTextRhythm>> people) => People = people;

    /// <summary>The people by id.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<FixedTextRhythm>> People { get; }

    /// <exception cref="FileNotFoundException">The file is missing in the folder.</exception>
    public static Cmu Read(string folder)
    {
        var path = Path.Combine(folder, File);
        if (!System.IO.File.Exists(path))
            throw new FileNotFoundException($"{path} is missing: give the folder with the recordings by --data.");
        return new(
            CsvRows
                .Rows(path)
                .Select(row =>
                    (
                        Person: int.Parse(row[0], null),
                        Session: int.Parse(row[1], null),
                        Repetition: int.Parse(row[2], null),
                        Entry: Entry(row)
                    )
                )
                .GroupBy(row => row.Person)
                .ToDictionary(
                    person => person.Key,
                    IReadOnlyList<FixedTextRhythm> (person) =>
                        [.. person.OrderBy(row => row.Session).ThenBy(row => row.Repetition).Select(row => row.Entry)]
                )
        );
    }

    private static FixedTextRhythm Entry(string[] row)
    {
        var strokes = new KeyStroke[Strokes];
        var down = 0.0;
        for (var i = 0; i < Strokes; i++)
        {
            strokes[i] = new(down, down + Ms(3 * i), default);
            if (i + 1 < Strokes) down += Ms((3 * i) + 1);
        }

        return FixedTextRhythm.Of(strokes) ?? throw new FormatException("A repetition is out of order.");

        double Ms(int timing) => 1000 * CsvRows.Number(row[FirstTiming + timing]);
    }
}
