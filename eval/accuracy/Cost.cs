using System.Diagnostics;
using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.Formats;

namespace Sentinel.Accuracy;

/// <summary>The time of one score and the size of a baseline.</summary>
internal static class Cost
{
    private const int Rounds = 60;
    private const double MaxBytes = 8 * 1024;
    private const double MaxMicroseconds = 20;
    private const int Batches = 100;
    private const int FreeStrokes = 9;
    private const int Samples = 30;
    private const double BatchMilliseconds = 10_000;
    private const ulong Field = 1;

    public static IEnumerable<Row> Of(Cmu entries, Sentences typed, Pointer pointer, IReadOnlyList<PointerSession> sessions)
    {
        var person = entries.People.OrderBy(pair => pair.Key).First().Value;
        var template = FixedTextTemplate.Learn(person, FixedTextBackground.OfAnyText([.. entries.People.Values]))!;
        yield return Time(
            "fixed text",
            "µs a score of eleven strokes",
            person.Count,
            () =>
            {
                foreach (var entry in person)
                    template.Score(entry);
            }
        );
        yield return Bytes("fixed text", "bytes a person and text", template.Bytes, null);
        var strokes = typed.People[1].Take(2).SelectMany(session => session).ToArray();
        var times = FreeTextTime.Of(strokes).ToArray();
        var typist = FreeTextProfile.Learn(FreeTextSums.Of(times), PopulationFile.Shipped.FreeText!)!;
        yield return Time("free text", "µs a hold or interval", times.Length, () => { foreach (var time in times) typist.Score(time); });
        yield return Bytes("free text", "bytes a person", typist.Bytes, null);
        var user = pointer.Users[0];
        var profile = pointer.Learn(user);
        var moved = sessions.First(session => session.User == user).Strokes;
        yield return Time("pointer", "µs a stroke", moved.Count, () => { foreach (var stroke in moved) profile.Score(stroke); });
        yield return Bytes("pointer", "bytes a person and kind", profile.Bytes, null);
        var (session, known, batches) = Mature(person, strokes, sessions.First(one => one.User == user));
        yield return Bytes("one text, free typing and mouse", "bytes a baseline", BaselineFormat.Write(known.Baseline).Length, MaxBytes);
        yield return Time(
            "all detectors",
            $"µs a batch of {batches[0].Keys.Length + batches[0].Pointer.Length} events",
            batches.Length,
            () => Play(session, known, batches),
            MaxMicroseconds
        );
    }

    private static void Play(SessionState session, UserState user, Batch[] batches)
    {
        foreach (var batch in batches)
        {
            var result = (ScoreResult.Scored)Scorer.Score(
                session,
                user,
                batch,
                Policy.Default,
                session.OpenedAt.AddMilliseconds((batch.Sequence + 1) * BatchMilliseconds)
            );
            (session, user) = (result.Session, result.User);
        }

        if (session.Account.Windows < 2 * batches.Length)
            throw new InvalidOperationException("Too few windows closed to have measured anything.");
    }

    /// <summary>
    /// A session of a user with all three models, and its batches. Each batch has an entry of eleven strokes, nine strokes of free typing
    /// and thirty pointer samples. Each closes an entry's window; every tenth closes a window of free typing; pointer strokes close as they
    /// end.
    /// </summary>
    private static (SessionState Session, UserState User, Batch[] Batches) Mature(
        IReadOnlyList<FixedTextRhythm> entries,
        KeyStroke[] typed,
        PointerSession moved
    )
    {
        TrainingSample[] samples =
        [
            new()
            {
                Entries = [.. entries.Select(entry => new FixedTextWindow(Field, entry, 1))],
                FreeText = [.. typed.Chunk(FreeTextSums.SampleStrokes).Select(Writers.Sample)],
                Strokes = [.. moved.Samples],
            },
        ];
        var opened = DateTimeOffset.FromUnixTimeMilliseconds(1_767_000_000_000);
        var id = UserId.Parse("cost");
        var user = UserState.New with { BaselineVersion = 1, Baseline = Baseline.Learn(1, samples, PopulationFile.Shipped) };
        if (user.Baseline is not { Texts.Length: 1, FreeText: not null, Style: not null, Mouse: not null })
            throw new InvalidOperationException("The baseline lacks a model.");
        var session = SessionState.Open(
            TenantId.Default,
            id,
            SessionId.Mint(Partition.Of(TenantId.Default, id), opened),
            DeviceId.None,
            user,
            Policy.Default,
            opened
        );
        return (
            session,
            user,
            [
                .. Enumerable
                    .Range(0, Batches)
                    .Select(i =>
                    {
                        var from = opened.ToUnixTimeMilliseconds() + ((i + 1) * BatchMilliseconds);
                        var entry = Entered(entries[i % entries.Count], from).ToArray();
                        var free = Shifted(
                            [.. typed.Skip(i * FreeStrokes % (typed.Length - FreeStrokes)).Take(FreeStrokes)],
                            entry[^1].Up + 1_000
                        );
                        var samples = moved.Recording.Pointer.Skip(i * Samples).Take(Samples).ToArray();
                        return new Batch
                        {
                            Stream = StreamId.Main,
                            Sequence = i + 1,
                            ContentHash = (uint)i,
                            Keys = (KeyStroke[])[.. entry, .. free],
                            Pointer = samples
                                .Select(sample => new PointerSample(
                                    sample.T - samples[0].T + from,
                                    sample.X,
                                    sample.Y,
                                    PointerAction.Move,
                                    PointerKind.Mouse
                                ))
                                .ToArray(),
                        };
                    }),
            ]
        );
    }

    private static IEnumerable<KeyStroke> Entered(FixedTextRhythm entry, double from)
    {
        for (var i = 0; i < entry.Logs.Length; i += 2)
        {
            yield return new(from, from + Math.Exp(entry.Logs[i]), KeyCode.Masked, Field);
            if (i + 1 < entry.Logs.Length) from += Math.Exp(entry.Logs[i + 1]);
        }
    }

    private static IEnumerable<KeyStroke> Shifted(KeyStroke[] strokes, double to) =>
        strokes.Select(stroke =>
            stroke with
            {
                Down = stroke.Down - strokes[0].Down + to,
                Up = stroke.Up - strokes[0].Down + to,
                Field = 0,
            }
        );

    /// <summary>The median round, with the fastest and the slowest twentieth.</summary>
    private static Row Time(string protocol, string metric, int scores, Action round, double? most = null)
    {
        var times = Enumerable.Range(0, Rounds).Select(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            round();
            return Stopwatch.GetElapsedTime(start).TotalMicroseconds / scores;
        }).Order().ToArray();
        return new(protocol, metric, times[Rounds / 2], times[Rounds / 20], times[^(Rounds / 20)], most, "lower", "");
    }

    private static Row Bytes(string protocol, string metric, int bytes, double? most) =>
        new(protocol, metric, bytes, bytes, bytes, most, "lower", "");
}
