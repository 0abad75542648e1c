using Sentinel.Bench;
using Sentinel.People;
using Sentinel.Replay;
using Sentinel.Simulation;

return await PeopleOptions.Command(Measure).Run(args);

static int Measure(PeopleOptions options)
{
    try
    {
        var selection = new Selection(RecordingFolder.Open(options.Data, options.Sources), options.Sources, options.Sessions);
        Report.PrintHead();
        foreach (var source in selection.Recordings().ToList().GroupBy(recording => recording.Source))
        {
            foreach (var delivery in Delivery.All.Where(delivery => options.Takes(delivery) && Changes(delivery, source)))
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

// A delivery that only changes a pointer is not played for recordings of keys.
static bool Changes(Delivery delivery, IEnumerable<Recording> source) =>
    delivery == Delivery.AsRecorded || delivery.Key(12.34) != 12.34 || source.Any(recording => recording.Pointer.Count > 0);
