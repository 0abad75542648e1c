using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Accuracy;

/// <summary>Builds the population background that ships: statistics of the people on whom everything was tuned.</summary>
internal static class PeopleWithEvenIds
{
    public const string Provenance =
        "People with even ids of: CMU keystroke benchmark (Killourhy & Maxion 2009), 98.6 % of rows; sentences of 60 people (Monaco, POHMM); training sessions of the Balabit Mouse " +
        "Dynamics Challenge. Built by: dotnet run -c Release --project bench/accuracy -- --background src/Sentinel.Infrastructure/Formats/population.json";

    private const ulong Field = 1;
    private const int Everything = 100;

    public static Population Build(string folder) => PopulationStudy.Of(
        "even-1", [.. Typists(Cmu.Read(folder)), .. Writers(Sentences.Read(folder)), .. Movers(BalabitStrokes.Read(folder, _ => { }))]);

    private static IEnumerable<IReadOnlyList<Lesson>> Typists(Cmu recordings) => recordings.People.Where(IsEven).OrderBy(person => person.Key)
        .Select(person => (IReadOnlyList<Lesson>)[.. person.Value.Select(entry => new Lesson { Entries = [new EntryWindow(Field, entry, 1)] })]);

    private static IEnumerable<IReadOnlyList<Lesson>> Writers(Sentences recordings) => recordings.People.Where(IsEven).OrderBy(person => person.Key)
        .Select(person => (IReadOnlyList<Lesson>)[.. person.Value.Select(session => new Lesson { Typing = [TypingSums.Of(Sentences.Times(session, Everything))] })]);

    private static IEnumerable<IReadOnlyList<Lesson>> Movers(IReadOnlyList<PointerSession> sessions) => sessions.Where(session => session.IsTraining)
        .GroupBy(session => session.User).OrderBy(user => user.Key)
        .Select(user => (IReadOnlyList<Lesson>)[.. user.SelectMany(session => session.Samples).Select(stroke => new Lesson { Strokes = [stroke] })]);

    private static bool IsEven<T>(KeyValuePair<int, T> person) => person.Key % 2 == 0;
}
