using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Accuracy;

/// <summary>
/// Free typing by the style and the table together, as the product joins them: a person's first samples enrol, each later one is an
/// attempt. Impostors are later samples of others, drawn with a seed.
/// </summary>
/// <param name="people">Samples of key strokes by person's id.</param>
/// <param name="population">What people are compared with.</param>
/// <param name="strokes">Of an attempt's sample, the key strokes that count.</param>
internal sealed class FreeTyping(
    IReadOnlyDictionary<int, KeyStroke[][]> people, Population population, int strokes = StyleTrace.StretchStrokes)
{
    private const int Impostors = 60;
    private const int EssaySample = 50;
    private const string FittedOn = "people with even ids; the net: ten of twelve writers of essays";

    /// <summary>A protocol: who types, how many samples enrol (the first is the protocol's), and the bounds.</summary>
    internal sealed record Protocol(
        string Name, Func<FreeTyping> Make, int[] Enrolments, int Together, double? Own, double Global, string TunedOn);

    /// <param name="options">Whose recordings: people with odd ids are reported, and writers whose number leaves 11 of 12.</param>
    /// <param name="population">What people are compared with.</param>
    public static IEnumerable<Protocol> Protocols(AccuracyOptions options, Population population)
    {
        (string, Func<KeyStroke[], KeyStroke[]>)[] sending = [("groups", Writers.Grouped), ("codes", same => same)];
        foreach (var (kind, sent) in sending)
        {
            var isGroups = kind == "groups";
            yield return new(
                $"KVC-like, {kind}",
                () => new(Chosen(Writers.OfSentences(options.Data), id => id / 2 % 2 == (options.Odd ? 1 : 0), 15, sent), population),
                [5, 1, 2, 10], 1, isGroups ? 0.055 : 0.045, isGroups ? 0.07 : 0.06, FittedOn);
            foreach (var strokes in new[] { 50, 100 })
            {
                // One sentence a session, with codes, as it always was.
                if (!isGroups)
                    yield return new(
                        $"sentences, {strokes} keys",
                        () => new(
                            Sentences.Read(options.Data).People.Where(person => person.Key % 2 == (options.Odd ? 1 : 0))
                                .ToDictionary(person => person.Key, person => person.Value.Select(one => one.ToArray()).ToArray()),
                            population,
                            strokes),
                        [2], 1, strokes == 50 ? 0.125 : 0.1, strokes == 50 ? 0.125 : 0.1, "people with even ids");
            }

            foreach (var together in new[] { 1, 10 })
                yield return new(
                    $"essays, {EssaySample * together} keys, {kind}",
                    () => new(
                        Chosen(Writers.OfEssays(options.Data, EssaySample), id => id % 12 == (options.Odd ? 11 : 10), 13, sent),
                        population),
                    [3], together, null, together == 1 ? 0.1 : 0.06, FittedOn);
        }
    }

    private static Dictionary<int, KeyStroke[][]> Chosen(
        IReadOnlyDictionary<int, KeyStroke[][]> people, Func<int, bool> who, int least, Func<KeyStroke[], KeyStroke[]> sent) =>
        people.Where(person => who(person.Key) && person.Value.Length >= least)
            .ToDictionary(person => person.Key, person => person.Value.Select(sent).ToArray());

    public IReadOnlyList<int> Users { get; } = [.. people.Keys.Order()];

    /// <param name="enrolment">Samples that enrol.</param>
    /// <param name="together">Later samples whose scores are averaged to one attempt.</param>
    /// <param name="step">Called after each user.</param>
    public IReadOnlyList<Scores> Of(int enrolment, int together, Action step)
    {
        var learned = Users.ToDictionary(user => user, user => people[user].Take(enrolment).Select(Writers.Sample).ToArray());
        var samples = Users.ToDictionary(
            user => user, user => people[user].Select(sample => Writers.Sample([.. sample.Take(strokes)])).ToArray());
        var dice = new Random(3);
        return
        [
            .. Users.Select(user =>
            {
                var baseline = Baseline.Learn(1, [new() { FreeText = [.. learned[user]] }], population);
                var others = Enumerable.Range(0, Impostors).Select(_ => Users[dice.Next(Users.Count)]).Where(other => other != user)
                    .Select(other => samples[other])
                    .Select(typed => (Samples: typed, From: enrolment + dice.Next(1 + typed.Length - enrolment - together)));
                step();
                return new Scores(
                    [.. samples[user].Skip(enrolment).Chunk(together).Where(attempt => attempt.Length == together)
                        .Select(attempt => Score(baseline, attempt))],
                    [.. others.Select(other => Score(baseline, other.Samples[other.From..(other.From + together)]))]);
            }),
        ];
    }

    private static double Score(Baseline baseline, FreeTextSums[] attempt) => attempt.Average(sample =>
    {
        var windows = Math.Max(1, sample.Strokes / StyleTrace.WindowStrokes);
        var style = baseline.Style is { } known && sample.Style is { } typed
            ? known.Nats(typed, windows * StyleTrace.WindowStrokes, StyleNet.Shipped)
            : 0;
        var table = baseline.FreeText is { } means && baseline.Population.FreeTextCalibration is { } calibration
            ? windows * calibration.At(means.Normalised(means.Score(sample)))
            : 0;
        return style + (Domain.Detection.Anomaly.FreeText.BesideStyle * table);
    });
}
