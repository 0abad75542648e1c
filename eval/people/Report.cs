using System.Globalization;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;
using Sentinel.Replay;
using Sentinel.Simulation;

namespace Sentinel.People;

/// <summary>The table: a row for each source and delivery.</summary>
internal static class Report
{
    private const int Strongest = 4;

    public static void PrintHead() =>
        Console.WriteLine(
            $"{"source", -26} {"delivery", -18} {"n", 5} {"blocked", 8} {"not ALLOW", 10} {"challenged", 11} {"trusted", 8}  "
                + $"at cap: {string.Join(' ', Enum.GetNames<EvidenceGroup>())}  (% of sessions; not ALLOW: after the last batch; "
                + $"challenged: ever)"
        );

    public static void Print(string source, IReadOnlyList<Recording> recordings, Delivery delivery, PeopleOptions options)
    {
        if (options.Features)
        {
            Console.WriteLine($"{source,-26} {delivery.Name}");
            Features.Print(recordings, delivery);
            return;
        }

        var played = recordings.AsParallel().AsOrdered().Select(recording => Sitting.Play(recording, delivery))
            .Where(sitting => sitting.Duration >= options.Seconds * 1000).ToList();
        if (played.Count > 0)
            Print(source, delivery.Name, played, options);
    }

    /// <summary>One row.</summary>
    public static void Print(string source, string delivery, IReadOnlyList<Sitting> played, PeopleOptions options)
    {
        var caps = Enumerable.Range(0, EvidenceGroups.Count).Select(group => Share(played, sitting => sitting.AtCap(group)));
        Console.WriteLine(
            $"{source,-26} {delivery,-18} {played.Count,5} {Share(played, one => one.EverBlocked),8} "
                + $"{Share(played, one => one.Last != Decision.Allow),10} {Share(played, one => one.EverChallenged),11} "
                + $"{Share(played, one => one.Phase == Phase.Trusted),8}  {string.Join(' ', caps)}");
        if (options.Who)
            PrintWho(played);
        if (options.Detectors)
            PrintDetectors(played);
    }

    private static void PrintWho(IReadOnlyList<Sitting> played)
    {
        foreach (var one in played.Where(one => one.EverBlocked || Enumerable.Range(0, EvidenceGroups.Count).Any(one.AtCap)))
        {
            var against = one
                .Against.OrderByDescending(entry => entry.Value)
                .Take(Strongest)
                .Select(entry => $"{entry.Key} {Round(entry.Value, 1)}");
            Console.WriteLine(
                $"      {one.Recording.Id, -16} {(one.EverBlocked ? $"BLOCK at {one.BlockedAt / 1000:0} s" : ""), -16} "
                    + $"{string.Join(", ", against)}"
            );
        }
    }

    private static void PrintDetectors(IReadOnlyList<Sitting> played)
    {
        foreach (var detector in played.SelectMany(one => one.Evidence).GroupBy(entry => entry.Key).OrderBy(group => group.Key))
        {
            var windows = detector.Sum(entry => entry.Value.Windows);
            if (windows == 0)
                continue;
            Console.WriteLine(
                $"      {detector.Key, -34} {Round(detector.Sum(entry => entry.Value.Weight) / windows, 3), 8} nats a window, {windows, 8} "
                    + $"windows, "
                    + $"against {Round(100.0 * detector.Count(entry => entry.Value.Weight > 0) / played.Count, 1)} % of sessions"
            );
        }
    }

    private static string Share(IReadOnlyList<Sitting> played, Func<Sitting, bool> holds) =>
        Round(100.0 * played.Count(holds) / played.Count, 2);

    private static string Round(double value, int digits) => value.ToString($"F{digits}", CultureInfo.InvariantCulture);
}
