using System.Globalization;
using Sentinel.Bench;

namespace Sentinel.Load;

/// <summary>The floor, a node that does not drain its outbox and one that drains it into PostgreSQL, each under load in turn.</summary>
internal static class Comparison
{
    public static async Task<IReadOnlyList<Finding>> Run(Rig rig, LoadOptions options, Action<string> say)
    {
        using PostgresFolder postgres = new();
        var (shared, drained) = (await rig.Redis(), await rig.Redis());
        Subject floor = new(rig.Keep(await Server.Floor(shared)), shared);
        var undrained = await rig.Node(shared, null, "off");
        var draining = await rig.Node(drained, postgres.ConnectionString, "on");
        say("Warming up three servers");
        foreach (var subject in (Subject[])[floor, undrained, draining])
            await rig.WarmUp(subject);

        List<(Turn Floor, Turn Off, Turn On)> full = [];
        for (var round = 1; round <= options.Rounds; round++)
        {
            full.Add((
                await rig.Turn(floor, options.Seconds), await rig.Turn(undrained, options.Seconds),
                await rig.Turn(draining, options.Seconds)));
            say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Round {round} of {options.Rounds}: {full[^1].Floor.Rate:N0}, {full[^1].Off.Rate:N0}, {full[^1].On.Rate:N0} requests/s"
                )
            );
        }

        var rate = Spread.Of(full.Select(turn => turn.Floor.Rate)).Median / 2;
        List<(PacedRun Floor, PacedRun Off)> half = [];
        for (var round = 0; round <= options.Rounds; round++)
        {
            var (slow, off) = (await rig.AtRate(floor, rate, options.Seconds), await rig.AtRate(undrained, rate, options.Seconds));
            if (round == 0) continue; // Round 0 warms up this process.
            half.Add((slow, off));
            say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Half the rate, {round} of {options.Rounds}: {slow.Rate:N0}, {off.Rate:N0} requests/s; p99 {slow.P99:N2}, "
                        + $"{off.P99:N2} ms"
                )
            );
        }

        return Table(full, half);
    }

    private static List<Finding> Table(List<(Turn Floor, Turn Off, Turn On)> full, List<(PacedRun Floor, PacedRun Off)> half) =>
        [
            new("floor: requests/s", Spread.Of(full.Select(turn => turn.Floor.Rate)), "1/s", null, "higher"),
            new("Sentinel, drain off: requests/s", Spread.Of(full.Select(turn => turn.Off.Rate)), "1/s", null, "higher"),
            new("Sentinel, drain on: requests/s", Spread.Of(full.Select(turn => turn.On.Rate)), "1/s", null, "higher"),
            new(
                "drain off, requests/s over the floor's",
                Spread.Of(full.Select(turn => turn.Off.Rate / turn.Floor.Rate)),
                "ratio",
                0.75,
                "higher"
            ),
            new(
                "drain on, requests/s over the floor's",
                Spread.Of(full.Select(turn => turn.On.Rate / turn.Floor.Rate)),
                "ratio",
                0.6,
                "higher"
            ),
            new("floor: CPU of the process a request", Spread.Of(full.Select(turn => turn.Floor.Processor)), "µs", null, "lower"),
            new("Sentinel, drain off: CPU of the process a batch", Spread.Of(full.Select(turn => turn.Off.Processor)), "µs", null, "lower"),
            new(
                "CPU a batch over the floor's",
                Spread.Of(full.Select(turn => turn.Off.Processor / turn.Floor.Processor)),
                "ratio",
                1.5,
                "lower"
            ),
            new(
                "Sentinel, drain on: CPU of the process a batch, its drain included",
                Spread.Of(full.Select(turn => turn.On.Processor)),
                "µs",
                null,
                "lower"
            ),
            new(
                "drain on, share still in the outbox at the end of a turn",
                Spread.Of(full.Select(turn => turn.On.Backlog)),
                "ratio",
                null,
                "lower"
            ),
            new(
                "drain on, batches/s until all are drained, over the floor's requests/s",
                Spread.Of(full.Select(turn => turn.On.Sustained / turn.Floor.Rate)),
                "ratio",
                null,
                "higher"
            ),
            new("wrk: CPU a request to the floor", Spread.Of(full.Select(turn => turn.Floor.Generator)), "µs", null, "lower"),
            new("wrk: CPU a request to Sentinel", Spread.Of(full.Select(turn => turn.Off.Generator)), "µs", null, "lower"),
            new(
                "wrk: share of a core against the floor",
                Spread.Of(full.Select(turn => turn.Floor.Generator * turn.Floor.Rate / 1e6)),
                "ratio",
                null,
                "lower"
            ),
            new("floor: p50 at half its rate", Spread.Of(half.Select(turn => turn.Floor.P50)), "ms", null, "lower"),
            new("Sentinel: p50 at half the floor's rate", Spread.Of(half.Select(turn => turn.Off.P50)), "ms", null, "lower"),
            new("floor: p99 at half its rate", Spread.Of(half.Select(turn => turn.Floor.P99)), "ms", null, "lower"),
            new("Sentinel: p99 at half the floor's rate", Spread.Of(half.Select(turn => turn.Off.P99)), "ms", null, "lower"),
            new("p99 over the floor's", Spread.Of(half.Select(turn => turn.Off.P99 / turn.Floor.P99)), "ratio", 2, "lower"),
            new(
                "share of the paced rate that Sentinel kept",
                Spread.Of(half.Select(turn => turn.Off.Rate / turn.Floor.Rate)),
                "ratio",
                null,
                "higher"
            ),
        ];
}
