using System.Diagnostics;
using Sentinel.Accuracy.Protocols;
using Sentinel.Domain;
using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.Formats;

namespace Sentinel.Accuracy;

/// <summary>What one score takes and what a baseline weighs.</summary>
internal static class Cost
{
    private const int Rounds = 50;
    private const double MostBytes = 16 * 1024;
    private const double MostMicroseconds = 20;
    private const int Batches = 2_000;

    public static IEnumerable<Row> Of(Cmu entries, FreeText freeText, Pointer pointer, IReadOnlyList<PointerSession> sessions)
    {
        var person = entries.People.OrderBy(pair => pair.Key).First().Value;
        var template = TextTemplate.Learn(person, TextBackground.OfAnyText([.. entries.People.Values]))!;
        yield return Time("fixed text", "µs a score of eleven strokes", person.Count, () => { foreach (var entry in person) template.Score(entry); });
        yield return Bytes("fixed text", "bytes a person and text", template.Bytes, null);
        var (typing, times, strokes) = freeText.Sample();
        yield return Time("free text", "µs a hold or interval", times.Count, () => { foreach (var time in times) typing.Score(time); });
        yield return Bytes("free text", "bytes a person", typing.Bytes, null);
        var user = pointer.Users[0];
        var profile = pointer.Learn(user);
        var moved = sessions.First(session => session.User == user).Strokes;
        yield return Time("pointer", "µs a stroke", moved.Count, () => { foreach (var stroke in moved) profile.Score(stroke); });
        yield return Bytes("pointer", "bytes a person and kind", profile.Bytes, null);
        var (session, known, batch) = Mature(person, strokes, sessions.First(one => one.User == user));
        yield return Bytes("all three", "bytes a baseline", BaselineFormat.Write(known.Baseline).Length, MostBytes);
        var now = session.OpenedAt.AddMinutes(2);
        yield return Time("all detectors", "µs a batch of 50 events", Batches, () => { for (var i = 0; i < Batches; i++) Scorer.Score(session, known, batch, Policy.Default, now); }, MostMicroseconds);
    }

    /// <summary>A session of a user with a baseline of all three models, and a batch of ten free key strokes and forty pointer samples.</summary>
    private static (SessionState Session, UserState User, Batch Batch) Mature(IReadOnlyList<EntryRhythm> entries, IReadOnlyList<KeyStroke> typed, PointerSession moved)
    {
        Lesson[] lessons = [new() { Entries = [.. entries.Select(entry => new EntryWindow(1, entry, 1))], Typing = [TypingSums.Of(TypingTime.Of(typed))], Strokes = [.. moved.Samples] }];
        var opened = DateTimeOffset.FromUnixTimeMilliseconds(1_767_000_000_000);
        var id = UserId.Parse("cost");
        var user = UserState.New with { BaselineVersion = 1, Baseline = Baseline.Learn(1, lessons, PopulationFile.Shipped) };
        if (user.Baseline is not { Texts.Length: 1, Typing: not null, Mouse: not null }) throw new InvalidOperationException("The baseline lacks a model.");
        var session = SessionState.Open(TenantId.Default, id, SessionId.Mint(Partition.Of(TenantId.Default, id), opened), DeviceId.None, user, Policy.Default, opened);
        var (keyShift, sampleShift) = (opened.ToUnixTimeMilliseconds() + 60_000 - typed[0].Down, opened.ToUnixTimeMilliseconds() + 60_000 - moved.Recording.Pointer[0].T);
        var keys = typed.Take(10).Select(key => key with { Down = key.Down + keyShift, Up = key.Up + keyShift, Field = 0 }).ToArray();
        var pointer = moved.Recording.Pointer.Take(40).Select(sample => new PointerSample(sample.T + sampleShift, sample.X, sample.Y, PointerAction.Move, PointerKind.Mouse)).ToArray();
        return (session, user, new() { Stream = StreamId.Main, Sequence = 1, ContentHash = 1, Keys = keys, Pointer = pointer });
    }

    private static Row Time(string protocol, string metric, int scores, Action round, double? most = null)
    {
        var best = double.PositiveInfinity;
        for (var i = 0; i < Rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            round();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / scores);
        }

        return new(protocol, metric, best, best, best, most, "lower", "");
    }

    private static Row Bytes(string protocol, string metric, int bytes, double? most) => new(protocol, metric, bytes, bytes, bytes, most, "lower", "");
}
