using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sentinel.Accuracy;
using Sentinel.Accuracy.Protocols;
using Sentinel.Domain.Profiles;
using Spectre.Console;

const string TunedOn = "people with even ids";

if (args.Contains("--help"))
{
    Console.WriteLine(AccuracyOptions.Help);
    return 0;
}

try
{
    var options = AccuracyOptions.Parse(args);
    var fixedText = new FixedText(Cmu.Read(options.Data), options.Odd);
    List<Row> rows = [];
    AnsiConsole.Progress().Start(progress =>
    {
        Measure(progress, "KM09", background: null, everybody: true, own: 0.065);
        Measure(progress, "KM09, any text's background", fixedText.AnyText, everybody: true);
        Measure(progress, "KM09-background", fixedText.ThisText, everybody: false, own: 0.05);
        Adapt(progress, "KM09-adaptive, any text's background", fixedText.AnyText);
        Adapt(progress, "KM09-adaptive", fixedText.ThisText, own: 0.035, global: 0.04);
    });
    rows.AddRange(Cost(Cmu.Read(options.Data)));
    Print(rows);
    if (options.Json is { } file) File.WriteAllText(file, JsonSerializer.Serialize(new Findings(rows), RowsJson.Default.Findings));
    return 0;

    void Measure(ProgressContext progress, string protocol, TextBackground? background, bool everybody, double? own = null)
    {
        var task = progress.AddTask(protocol, maxValue: fixedText.Users.Count);
        Add(protocol, fixedText.Static(background, everybody, () => task.Increment(1)), own, null);
    }

    void Adapt(ProgressContext progress, string protocol, TextBackground background, double? own = null, double? global = null)
    {
        var task = progress.AddTask(protocol, maxValue: fixedText.Users.Count);
        Add(protocol, fixedText.Adaptive(background, () => task.Increment(1)), own, global);
    }

    void Add(string protocol, IReadOnlyList<Scores> people, double? own, double? global)
    {
        rows.Add(Row.Over(protocol, "EER, each person's threshold", people, all => all.Average(scores => scores.Eer()), own, "lower", TunedOn));
        rows.Add(Row.Over(protocol, "EER, one threshold", people, all => Scores.Pooled(all).Eer(), global, "lower", TunedOn));
        rows.Add(Row.Over(protocol, "AUC, one threshold", people, all => Scores.Pooled(all).Auc(), null, "higher", TunedOn));
        if (options.Curves is { } folder) Curves.Write(folder, protocol, Scores.Pooled(people));
    }
}
catch (FormatException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
catch (FileNotFoundException missing)
{
    Console.Error.WriteLine(missing.Message);
    return 1;
}

static IEnumerable<Row> Cost(Cmu recordings)
{
    var person = recordings.People.OrderBy(pair => pair.Key).First().Value;
    var background = TextBackground.OfAnyText([.. recordings.People.Values]);
    var template = TextTemplate.Learn(person, background)!;
    double best = double.PositiveInfinity;
    for (var round = 0; round < 50; round++)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var entry in person) template.Score(entry);
        best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / person.Count);
    }

    yield return new("fixed text", "µs a score of eleven strokes", best, best, best, null, "lower", "");
    yield return new("fixed text", "bytes a person and text", template.Bytes, template.Bytes, template.Bytes, 8192, "lower", "");
}

static void Print(IReadOnlyList<Row> rows)
{
    if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 160;
    var table = new Table().Border(TableBorder.Markdown);
    table.AddColumns("protocol", "metric", "value", "95 %", "target", "");
    foreach (var row in rows)
    {
        table.AddRow(
            row.Protocol, row.Metric, Text(row.Value), $"{Text(row.Low)}–{Text(row.High)}",
            row.Target is { } target ? $"{(row.Better == "lower" ? "≤" : "≥")} {target.ToString(CultureInfo.InvariantCulture)}" : "", row.Verdict);
    }

    AnsiConsole.Write(table);

    static string Text(double value) => value.ToString(value < 10 ? "0.0000" : "N0", CultureInfo.InvariantCulture);
}
