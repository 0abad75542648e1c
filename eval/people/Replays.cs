using System.Collections.Immutable;
using System.Globalization;
using Sentinel.Domain.Detection.Pattern;
using Sentinel.Domain.Features;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Replay;
using Sentinel.Simulation;
using KeyStroke = Sentinel.Replay.KeyStroke;

namespace Sentinel.People;

/// <summary>
/// How much input is found when it is played again, in a later session of the user or by another account, and how often two people, or one
/// person twice, are taken for that. Sessions are the first minute of a recording.
/// </summary>
internal static class Replays
{
    private const double Minute = 60_000;

    /// <summary>Fewer are too little input to be found.</summary>
    private const int FewestKeys = 100, FewestStrokes = 10;

    /// <summary>With how many others a session is compared.</summary>
    private const int MostOthers = 400;

    private const double Pixels = 40;

    private static readonly (string Name, double Jitter, double Lost, double Added, double Stretch)[] Changes =
    [
        ("as recorded", 0, 0, 0, 0),
        ("jitter 3 ms", 3, 0, 0, 0),
        ("jitter 5 ms", 5, 0, 0, 0),
        ("stretched 0.9-1.1", 0, 0, 0, 0.1),
        ("10 % lost", 0, 0.1, 0, 0),
        ("10 % added", 0, 0, 0.1, 0),
        ("3 ms, stretched, 10 % lost", 3, 0.1, 0, 0.1),
        ("3 ms, stretched, 10 % added", 3, 0, 0.1, 0.1),
    ];

    public static void Measure(IEnumerable<Recording> recordings)
    {
        foreach (var source in recordings.Where(recording => !recording.IsBot).GroupBy(recording => recording.Source.Split('/')[0]))
        {
            // Touch alone makes no sketch.
            var first = source.Where(recording => recording.Kind != PointerKind.Touch).AsParallel().AsOrdered().Select(FirstMinute)
                .Select(recording => (Recording: recording, Played: Sitting.Play(recording, Delivery.AsRecorded)))
                .Where(one => one.Recording.Keys.Count >= FewestKeys || one.Recording.PointerStrokes >= FewestStrokes).ToArray();
            if (first.Length == 0)
                continue;
            foreach (var change in Changes)
            {
                var played = first.AsParallel().Select((one, i) =>
                {
                    var dice = new Dice(1, change.Name, i);
                    var again = Changed(one.Recording, change.Jitter, change.Lost, change.Added, change.Stretch, dice);
                    return (
                        Own: Sitting.Play(again, Delivery.AsRecorded, Remembered(one.Played.Sketches)).IsFoundReplayed,
                        Shared: IsShared(Sitting.Play(again, Delivery.AsRecorded).Sketches, one.Played.Sketches));
                }).ToList();
                Print($"{source.Key}, {change.Name}", played.Count(one => one.Own), played.Count, "replays found");
                Print($"{source.Key}, {change.Name}", played.Count(one => one.Shared), played.Count, "found by another account");
            }

            PrintPairs(source.Key, [.. first.Select(one => one.Played.Sketches)]);
        }
    }

    /// <summary>Every session against others, and against itself where it goes on.</summary>
    private static void PrintPairs(string source, ImmutableArray<InputSketch>[] sessions)
    {
        var pairs = Enumerable.Range(0, sessions.Length)
            .SelectMany(one => Enumerable.Range(1, Math.Min(MostOthers, sessions.Length - 1))
                .Select(step => (One: one, Other: (one + step) % sessions.Length)))
            .ToArray();
        var found = pairs.AsParallel().Count(pair => IsTaken(sessions[pair.One], Remembered(sessions[pair.Other])));
        Print($"{source}, pairs of sessions", found, pairs.Length, "taken for replays");
        // Without regard to candidates, so that there are more to go wrong.
        var shared = pairs.AsParallel().Count(pair => Sharing.IsShared(Dated(sessions[pair.One], 1), Dated(sessions[pair.Other], 0)));
        Print($"{source}, pairs of sessions", shared, pairs.Length, "taken for shared recordings");
    }

    /// <summary>Whether cold storage finds a candidate for one of the sketches, and the sessions then share input.</summary>
    private static bool IsShared(ImmutableArray<InputSketch> later, ImmutableArray<InputSketch> earlier) =>
        later.Any(one => earlier.Any(other => one.Cell == other.Cell && one.DistanceTo(other) <= InputSketch.Same))
        && Sharing.IsShared(Dated(later, 1), Dated(earlier, 0));

    private static ImmutableArray<DatedSketch> Dated(ImmutableArray<InputSketch> sketches, int hour) =>
        [.. sketches.Select(sketch => new DatedSketch(Sitting.Opened.AddHours(hour), sketch))];

    private static bool IsTaken(ImmutableArray<InputSketch> sketches, SketchMemory memory)
    {
        var (sum, highest) = (0.0, 0.0);
        foreach (var sketch in sketches)
        {
            if (memory.Nearest(sketch, memory.Added, DateTimeOffset.UnixEpoch) is { } distance)
                sum = Math.Max(0, sum + ReplayedInput.Llr.At(distance));
            highest = Math.Max(highest, sum);
        }

        return highest >= Policy.Default.MaxBotLogOddsPerGroup;
    }

    private static SketchMemory Remembered(ImmutableArray<InputSketch> sketches) =>
        SketchMemory.None.With(sketches, Sitting.Opened);

    private static Recording FirstMinute(Recording recording) => With(
        recording,
        recording.Keys.Where(key => key.Down - recording.Start <= Minute),
        recording.Pointer.Where(sample => sample.T - recording.Start <= Minute));

    private static Recording Changed(Recording recording, double jitter, double lost, double added, double stretch, Dice dice)
    {
        var (pace, right, below) = (dice.Between(1 - stretch, 1 + stretch), dice.Between(-Pixels, Pixels), dice.Between(-Pixels, Pixels));
        var keys = new List<KeyStroke>();
        foreach (var key in recording.Keys)
        {
            if (dice.Chance(lost))
                continue;
            var down = Later(key.Down);
            keys.Add(key with { Down = down, Up = key.Up is { } up ? Later(up) : null, Known = Later(key.Known) });
            if (!dice.Chance(added))
                continue;
            var extra = down + dice.Between(10, 200);
            keys.Add(KeyStroke.Held(key.Group, extra, extra + dice.Between(50, 120)));
        }

        var samples = new List<PointerSample>();
        foreach (var sample in recording.Pointer)
        {
            if (sample.Type == PointerAction.Move && dice.Chance(lost))
                continue;
            if (sample.Type == PointerAction.Move && samples.Count > 0 && dice.Chance(added))
            {
                var (last, share) = (samples[^1], dice.Between(0, 1));
                samples.Add(new(
                    last.T + (share * Math.Min(20, Math.Max(0, Later(sample.T) - last.T))),
                    Math.Round(last.X + (share * (sample.X + right - last.X)) + dice.Between(-2, 2)),
                    Math.Round(last.Y + (share * (sample.Y + below - last.Y)) + dice.Between(-2, 2))));
            }

            samples.Add(sample with { T = Later(sample.T), X = sample.X + right, Y = sample.Y + below });
        }

        return With(recording, keys, samples.OrderBy(sample => sample.T));

        double Later(double t) => recording.Start + (pace * (t - recording.Start)) + dice.Between(-jitter, jitter);
    }

    private static Recording With(Recording recording, IEnumerable<KeyStroke> keys, IEnumerable<PointerSample> samples) =>
        new(recording.Source, recording.Id, recording.IsBot, [.. keys], [.. samples], recording.Kind, recording.TimerResolution);

    private static void Print(string row, int found, int of, string what) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{row,-70} {found,7} of {of,8} {what}, {100.0 * found / Math.Max(1, of),8:F4} %"));
}
