using System.Diagnostics;
using Sentinel.Accuracy.Protocols;
using Sentinel.Domain.Profiles;

namespace Sentinel.Accuracy;

/// <summary>What one score takes and what a baseline weighs.</summary>
internal static class Cost
{
    private const int Rounds = 50;
    private const double MostBytes = 16 * 1024;

    public static IEnumerable<Row> Of(Cmu entries, FreeText freeText, Pointer pointer, IReadOnlyList<PointerSession> sessions)
    {
        var person = entries.People.OrderBy(pair => pair.Key).First().Value;
        var template = TextTemplate.Learn(person, TextBackground.OfAnyText([.. entries.People.Values]))!;
        yield return Time("fixed text", "µs a score of eleven strokes", person.Count, () => { foreach (var entry in person) template.Score(entry); });
        yield return Bytes("fixed text", "bytes a person and text", template.Bytes, null);
        var (typing, times) = freeText.Sample();
        yield return Time("free text", "µs a hold or interval", times.Count, () => { foreach (var time in times) typing.Score(time); });
        yield return Bytes("free text", "bytes a person", typing.Bytes, null);
        var user = pointer.Users[0];
        var profile = pointer.Learn(user);
        var strokes = sessions.First(session => session.User == user).Strokes;
        yield return Time("pointer", "µs a stroke", strokes.Count, () => { foreach (var stroke in strokes) profile.Score(stroke); });
        yield return Bytes("pointer", "bytes a person and kind", profile.Bytes, null);
        yield return Bytes("all three", "bytes a baseline", template.Bytes + typing.Bytes + profile.Bytes, MostBytes);
    }

    private static Row Time(string protocol, string metric, int scores, Action round)
    {
        var best = double.PositiveInfinity;
        for (var i = 0; i < Rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            round();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / scores);
        }

        return new(protocol, metric, best, best, best, null, "lower", "");
    }

    private static Row Bytes(string protocol, string metric, int bytes, double? most) => new(protocol, metric, bytes, bytes, bytes, most, "lower", "");
}
