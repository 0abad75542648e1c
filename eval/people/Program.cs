using Sentinel.Bench;
using Sentinel.People;
using Sentinel.Replay;
using Sentinel.Simulation;

return await PeopleOptions.Command(Measure).Run(args);

static int Measure(PeopleOptions options)
{
    try
    {
        if (options.Personas > 0)
            return MeasurePersonas(options);
        if (options.Imitators > 0)
            return MeasureImitators(options);
        var selection = new Selection(RecordingFolder.Open(options.Data, options.Sources), options.Sources, options.Sessions);
        if (options.Replays)
        {
            Replays.Measure(selection.Recordings().ToList());
            return 0;
        }

        if (options.Policies)
        {
            PolicyTrials.Measure(selection.Recordings().ToList());
            return 0;
        }

        Report.PrintHead();
        foreach (var source in selection.Recordings().ToList().GroupBy(recording => recording.Source))
        {
            foreach (var delivery in Delivery.All.Where(delivery => options.Takes(delivery.Name) && Changes(delivery, source)))
                Report.Print(
                    source.Key,
                    [.. source.Where(recording => delivery.Fits(recording.Pointer, recording.Kind))],
                    delivery,
                    options
                );
        }

        return 0;
    }
    catch (ReplayFailedException failure)
    {
        Console.Error.WriteLine(failure.Message);
        return 1;
    }
}

static int MeasurePersonas(PeopleOptions options)
{
    Report.PrintHead();
    foreach (var persona in Persona.All.Where(persona => options.Takes(persona.Name)))
        Report.Print(persona.Name, "persona", Sitting.PlayAll(persona, options.Personas), options);
    return 0;
}

static int MeasureImitators(PeopleOptions options)
{
    var families = Imitators.Typing.Concat(Imitators.Pointing).Concat(Imitators.PointingBesideTyping).Select(family =>
        (family.Name, Sessions: Enumerable.Range(0, options.Imitators)
            .Select(index => Recording.Of(family.Play(new(1, family.Name, index)), family.Name, $"{index}", isBot: true))
            .ToList()));
    if (options.Policies)
    {
        PolicyTrials.Measure([.. families.SelectMany(family => family.Sessions)]);
        return 0;
    }

    Report.PrintHead();
    foreach (var (name, sessions) in families)
    {
        foreach (var delivery in Delivery.All.Where(delivery => options.Takes(delivery.Name) && Changes(delivery, sessions)))
        {
            var fitting = sessions.Where(session => delivery.Fits(session.Pointer, session.Kind)).ToList();
            Report.Print(name, fitting, delivery, options);
        }
    }

    return 0;
}

// A delivery that only changes a pointer is not played for recordings of keys.
static bool Changes(Delivery delivery, IEnumerable<Recording> source) =>
    delivery == Delivery.AsRecorded || delivery.Key(12.34) != 12.34 || source.Any(recording => recording.Pointer.Count > 0);
