using System.Text.Json;
using Sentinel.Accuracy;
using Sentinel.Bench;
using Sentinel.Domain.Profiles;
using Sentinel.Infrastructure.Formats;
using Spectre.Console;

const string TunedOn = "people with even ids";
const string TunedOnAndOthers = "people with even ids; the background is the other nine people's training";
const string TunedOnSapi = "people whose id / 2 is even";
const int BalabitSessions = 632;
const int EarlyStrokes = 10;
const string ChallengedGenuine = "genuine sessions challenged after their 5th window";

return await AccuracyOptions.Command(Measure).Run(args);

static Task<int> Measure(AccuracyOptions options)
{
    if (options.Background is { } background)
    {
        AnsiConsole
            .Status()
            .Start(
                "Building the population background",
                _ =>
                {
                    using var file = File.Create(background);
                    PopulationFile.Write(
                        ShippedPeople.Build(options.Data, PointerSessions.OfBalabit(options.Data, () => { })),
                        ShippedPeople.Provenance,
                        file
                    );
                }
            );
        return Task.FromResult(0);
    }

    var entries = Cmu.Read(options.Data);
    var fixedText = new FixedText(entries, options.Odd);
    int[] fewEntries = [8, 20, 50];
    (int Sittings, int Strokes)[] fewStrokes = [(1, 100), (1, 200), (2, 200), (4, 200), (7, 200)];
    List<Row> rows = [];
    List<Attempts> lived = [];
    AnsiConsole
        .Progress()
        .Start(progress =>
        {
            Run(progress, "KM09", fixedText.Users, step => fixedText.Static(background: null, everybody: true, step), own: 0.065);
            Run(
                progress,
                "KM09-background",
                fixedText.Users,
                step => fixedText.Static(fixedText.AnyText, everybody: false, step),
                own: 0.05
            );
            foreach (var enrolment in fewEntries)
                Run(
                    progress,
                    $"KM09-background, {enrolment} entries",
                    fixedText.Users,
                    step => fixedText.Static(fixedText.AnyText, everybody: false, step, enrolment)
                );
            Run(
                progress,
                "KM09-adaptive",
                fixedText.Users,
                step => fixedText.Adaptive(fixedText.AnyText, step),
                own: 0.035,
                global: 0.04
            );
            foreach (var protocol in FreeTyping.Protocols(options, PopulationFile.Shipped))
            {
                if (!protocol.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase))
                    continue;
                var typing = protocol.Make();
                foreach (var enrolment in protocol.Enrolments)
                {
                    var main = enrolment == protocol.Enrolments[0];
                    Run(
                        progress,
                        main ? protocol.Name : $"{protocol.Name}, {enrolment} samples",
                        typing.Users,
                        step => typing.Of(enrolment, protocol.Together, step),
                        own: main ? protocol.Own : null,
                        global: main ? protocol.Global : null,
                        tunedOn: protocol.TunedOn
                    );
                }
            }

            if ("legibility".Contains(options.Only, StringComparison.OrdinalIgnoreCase))
                rows.AddRange(Legibility.Rows(options, progress.AddTask("legibility").Increment));
            var reading = progress.AddTask("reading Balabit", maxValue: BalabitSessions);
            var sessions = PointerSessions.OfBalabit(options.Data, () => reading.Increment(1));
            var pointer = Pointer.OfBalabit(sessions, options.Odd);
            Run(progress, "Balabit-labelled", pointer.Users, step => pointer.Of(first: null, step), auc: 0.92, tunedOn: TunedOnAndOthers);
            Run(progress, "Balabit-early", pointer.Users, step => pointer.Of(EarlyStrokes, step), auc: 0.89, tunedOn: TunedOnAndOthers);
            foreach (var few in fewStrokes)
                Run(
                    progress,
                    $"Balabit-labelled, {few.Sittings * few.Strokes} strokes",
                    pointer.Users,
                    step => pointer.Of(first: null, step, few),
                    tunedOn: TunedOnAndOthers
                );
            if ("SapiMouse".Contains(options.Only, StringComparison.OrdinalIgnoreCase))
            {
                var minutes = Pointer.OfSapi(PointerSessions.OfSapi(options.Data, () => { }), options.Odd);
                Run(progress, "SapiMouse", minutes.Users, step => minutes.Of(first: null, step), global: 0.2, tunedOn: TunedOnSapi);
            }

            // At each enrolling session a step-up, as a site does until it knows a user; or at the first alone.
            foreach (var (stepUps, suffix) in new[] { (int.MaxValue, ""), (1, ", one step-up") })
            {
                lived.Clear();
                var isWhole = Live(progress, $"CMU{suffix}", Sittings.OfCmu(options.Data, IsReported), stepUps, found: 0.9);
                isWhole &= Live(progress, $"sentences{suffix}", Sittings.OfSentences(options.Data, IsReported), stepUps, found: 0.82);
                // Nobody is part of what they are compared with.
                isWhole &= Live(
                    progress,
                    $"Balabit{suffix}",
                    Sittings.OfBalabit(sessions, IsReported),
                    stepUps,
                    found: 0.65,
                    one => ShippedPeople.WithMovers(sessions.Where(session => $"balabit-{session.User}" != one.User))
                );
                if (isWhole)
                    rows.Add(
                        Row.Over(
                            $"end to end, all{suffix}",
                            ChallengedGenuine,
                            lived,
                            Share(one => one.GenuineChallenged, one => one.Genuine),
                            0.05,
                            "lower",
                            TunedOn
                        )
                    );
            }

            // The population that ships has the reported users in it, so this row shows whether that makes a difference.
            Live(progress, "Balabit, users in the population", Sittings.OfBalabit(sessions, IsReported), int.MaxValue);

        if (options.Only == "") rows.AddRange(Cost.Of(entries, Sentences.Read(options.Data), pointer, sessions));
    });
    Report.Print(rows);
    if (options.Json is { } file) File.WriteAllText(file, JsonSerializer.Serialize(new Findings(rows), RowsJson.Default.Findings));
    return Task.FromResult(0);

    bool IsReported(int id) => id % 2 == (options.Odd ? 1 : 0);

    bool Live(
        ProgressContext progress,
        string source,
        IReadOnlyList<Sittings> sittings,
        int stepUps,
        double? found = null,
        Func<Sittings, Population>? comparedWith = null
    )
    {
        var tunedOn = comparedWith is null ? TunedOn : TunedOnAndOthers;
        var protocol = $"end to end, {source}";
        if (!protocol.Contains(options.Only, StringComparison.OrdinalIgnoreCase)) return false;
        var task = progress.AddTask(protocol, maxValue: sittings.Count);
        var people = Study.Run(sittings, comparedWith ?? (_ => PopulationFile.Shipped), stepUps, () => task.Increment(1));
        lived.AddRange(people);
        rows.Add(
            Row.Over(protocol, ChallengedGenuine, people, Share(one => one.GenuineChallenged, one => one.Genuine), null, "lower", tunedOn)
        );
        rows.Add(
            Row.Over(
                protocol,
                "baselines quarantined, a user",
                people,
                all => all.Average(one => (double)one.Quarantined),
                null,
                "lower",
                tunedOn
            )
        );
        rows.Add(
            Row.Over(
                protocol,
                "impostors challenged within 30 windows",
                people,
                Share(one => one.ImpostorsChallenged, one => one.Impostors),
                found,
                "higher",
                tunedOn
            )
        );
        rows.Add(
            Row.Over(
                protocol,
                "impostors allowed a HIGH action",
                people,
                Share(one => one.ImpostorsAllowedHigh, one => one.Impostors),
                0.05,
                "lower",
                tunedOn
            )
        );
        rows.Add(
            Row.Over(
                protocol,
                "genuine sessions allowed a HIGH action by behaviour",
                people,
                Share(one => one.GenuineAllowedHigh, one => one.Genuine),
                null,
                "higher",
                tunedOn
            )
        );
        return true;
    }

    static Func<IReadOnlyList<Attempts>, double> Share(Func<Attempts, int> part, Func<Attempts, int> of) =>
        people => (double)people.Sum(part) / Math.Max(1, people.Sum(of));

    void Run(
        ProgressContext progress,
        string protocol,
        IReadOnlyList<int> users,
        Func<Action, IReadOnlyList<Scores>> measure,
        double? own = null,
        double? global = null,
        double? auc = null,
        string tunedOn = TunedOn
    )
    {
        if (!protocol.Contains(options.Only, StringComparison.OrdinalIgnoreCase)) return;
        var task = progress.AddTask(protocol, maxValue: users.Count);
        var people = measure(() => task.Increment(1));
        task.Value = task.MaxValue;
        rows.Add(
            Row.Over(protocol, "EER, each person's threshold", people, all => all.Average(scores => scores.Eer()), own, "lower", tunedOn)
        );
        rows.Add(Row.Over(protocol, "EER, one threshold", people, all => Scores.Pooled(all).Eer(), global, "lower", tunedOn));
        rows.Add(Row.Over(protocol, "AUC, one threshold", people, all => Scores.Pooled(all).Auc(), auc, "higher", tunedOn));
        if (options.Curves is { } folder) Curves.Write(folder, protocol, Scores.Pooled(people));
    }
}
