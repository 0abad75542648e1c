using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Infrastructure.Formats;

namespace Sentinel.Accuracy;

/// <summary>
/// Builds the population that ships: statistics of the people used for tuning, and of all ten who moved a mouse, because there are no
/// others.
/// </summary>
internal static class ShippedPeople
{
    public const string Provenance =
        "CMU keystroke benchmark (Killourhy & Maxion 2009), people with even ids, 98.6 % of rows; KLiCKe corpus of keystrokes (The "
        + "Learning Agency Lab; Tian, Crossley et al.; CC BY 4.0), ten of each twelve of 2,496 writers; Balabit Mouse Dynamics Challenge, "
        + "training sessions of all ten people. Built by: dotnet run -c Release --project eval/accuracy -- --background "
        + "src/Sentinel.Infrastructure/Formats/population.json";

    private const ulong Field = 1;

    /// <param name="folder">The folder with the recordings.</param>
    /// <param name="sessions">The sessions of Balabit.</param>
    public static Population Build(string folder, IEnumerable<PointerSession> sessions) =>
        PopulationStudy.Of("shipped-4", [.. Typists(Cmu.Read(folder)), .. Essayists(folder), .. Movers(sessions)]);

    /// <summary>The shipped population, with only these people for the mouse.</summary>
    public static Population WithMovers(IEnumerable<PointerSession> sessions)
    {
        var movers = PopulationStudy.Of("movers", [.. Movers(sessions)]);
        return PopulationFile.Shipped with { Mouse = movers.Mouse, MouseCalibration = movers.MouseCalibration };
    }

    private static IEnumerable<IReadOnlyList<TrainingSample>> Typists(Cmu recordings) =>
        recordings
            .People.Where(IsEven)
            .OrderBy(person => person.Key)
            .Select(person =>
                (IReadOnlyList<TrainingSample>)
                    [.. person.Value.Select(entry => new TrainingSample { Entries = [new FixedTextWindow(Field, entry, 1)] })]
            );

    /// <summary>The writers to whom the style net was fitted.</summary>
    private static IEnumerable<IReadOnlyList<TrainingSample>> Essayists(string folder) =>
        Writers.OfEssays(folder, FreeTextSums.SampleStrokes)
            .Where(person => person.Key % 12 < 10)
            .OrderBy(person => person.Key)
            .Select(person =>
                (IReadOnlyList<TrainingSample>)
                    [.. person.Value.Select(sample => new TrainingSample { FreeText = [Writers.Sample(sample)] })]
            );

    private static IEnumerable<IReadOnlyList<TrainingSample>> Movers(IEnumerable<PointerSession> sessions) =>
        sessions
            .Where(session => session.IsTraining)
            .GroupBy(session => session.User)
            .OrderBy(user => user.Key)
            .Select(user =>
                (IReadOnlyList<TrainingSample>)
                    [.. user.SelectMany(session => session.Samples).Select(stroke => new TrainingSample { Strokes = [stroke] })]
            );

    private static bool IsEven<T>(KeyValuePair<int, T> person) => person.Key % 2 == 0;
}
