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
        var selection = new Selection(RecordingFolder.Open(options.Data, options.Sources), options.Sources, options.Sessions);
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

// A delivery that only changes a pointer is not played for recordings of keys.
static bool Changes(Delivery delivery, IEnumerable<Recording> source) =>
    delivery == Delivery.AsRecorded || delivery.Key(12.34) != 12.34 || source.Any(recording => recording.Pointer.Count > 0);
