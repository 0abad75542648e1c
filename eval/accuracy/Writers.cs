using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Telemetry;
using CsvRows = Sentinel.Replay.CsvRows;

namespace Sentinel.Accuracy;

/// <summary>People who type freely, as <c>KeyboardEvent.code</c>s: samples of key strokes, by person's id.</summary>
internal static class Writers
{
    /// <summary>1,165 people with 15 sentences each, a sample a sentence.</summary>
    public static IReadOnlyDictionary<int, KeyStroke[][]> OfSentences(string folder) =>
        CsvRows.Runs(Path.Combine(folder, "keystroke-free-sentences.csv.gz"), 2)
            .Select(run => (Person: int.Parse(run.Key.Split('-')[0], null), Strokes: Strokes(run.Rows, at: 2)))
            .GroupBy(run => run.Person)
            .ToDictionary(person => person.Key, person => person.Select(run => run.Strokes).ToArray());

    /// <summary>2,496 people with an essay each, in samples of so many key strokes; the id counts up from 0.</summary>
    public static IReadOnlyDictionary<int, KeyStroke[][]> OfEssays(string folder, int strokes) =>
        CsvRows.Runs(Path.Combine(folder, "keystroke-essays.csv.gz"), 1)
            .Select((run, id) => (id, Samples: Strokes(run.Rows, at: 1).Chunk(strokes).Where(sample => sample.Length == strokes)))
            .ToDictionary(person => person.id, person => person.Samples.ToArray());

    /// <summary>The same key strokes as a client sends them that does not opt in to codes.</summary>
    public static KeyStroke[] Grouped(KeyStroke[] strokes) =>
        [.. strokes.Select(stroke => stroke with { Code = KeyGroups.Of(stroke.Code) })];

    /// <summary>A sample as the session collects it.</summary>
    public static FreeTextSums Sample(KeyStroke[] strokes)
    {
        var (keys, memory, sums) = (default(KeyRhythm), default(KeyMemory), new FreeTextSums());
        var (style, freeText) = (default(StyleTrace), default(FreeTextTrace));
        foreach (var stroke in strokes.Take(StyleTrace.StretchStrokes))
        {
            var step = keys.Step(stroke, 1);
            keys.Add(stroke, 1, ref memory, out _, out _);
            var (hold, interval) = freeText.Observe(stroke);
            if (step is not { } taken)
                continue;
            sums.Add(hold, interval);
            style.Add(taken, StyleNet.Shipped);
        }

        return sums.With(style.Style(StyleNet.Shipped));
    }

    private static KeyStroke[] Strokes(List<string[]> rows, int at) =>
    [
        .. rows.Select(row => new KeyStroke(CsvRows.Number(row[at + 1]), CsvRows.Number(row[at + 2]), Code(row[at])))
            .OrderBy(stroke => stroke.Down),
    ];

    private static KeyCode Code(string name) => name switch
    {
        "Space" => KeyCode.SpaceBar,
        "Enter" => KeyCode.EnterKey,
        _ => Enum.TryParse<KeyCode>(name, out var code) && code > KeyCode.Masked ? code : KeyCode.Other,
    };
}
