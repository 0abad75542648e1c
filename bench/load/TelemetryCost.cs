using Sentinel.Bench;

namespace Sentinel.Load;

/// <summary>
/// The same node three times: without any telemetry, with metrics to be scraped as by default, and with traces, metrics and logs sent to a
/// collector. A machine's speed varies by more than telemetry costs, but less within tenths of a second: so turns are that short and many.
/// </summary>
internal static class TelemetryCost
{
    private const int Batches = 800;
    private const int WarmUpBatches = 20_000;
    private const int Turns = 40;
    private const int Nodes = 3;
    private const int Connections = 8;

    public static async Task<IReadOnlyList<Finding>> Run(Rig rig, LoadOptions options, Action<string> say)
    {
        using Sink collector = new();
        var redis = await rig.Redis();
        Lane[] lanes =
        [
            new(rig, await rig.Node(redis, null, "silent", ("OTEL_SDK_DISABLED", "true")), 0, options.Sessions / Nodes),
            new(rig, await rig.Node(redis, null, "scraped"), options.Sessions / Nodes, options.Sessions / Nodes),
            new(
                rig, await rig.Node(redis, null, "sent", ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
                    ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")),
                options.Sessions / Nodes * 2, options.Sessions / Nodes),
        ];
        say("Warming up three nodes");
        foreach (var lane in lanes) lane.Send(WarmUpBatches);

        List<double[]> turns = [];
        for (var turn = 0; turn < options.Rounds * Turns; turn++)
        {
            var took = new double[lanes.Length];
            for (var i = 0; i < lanes.Length; i++)
            {
                // Each node goes first as often as the others.
                var which = (turn + i) % lanes.Length;
                took[which] = lanes[which].Send(Batches);
            }

            turns.Add(took);
            if ((turn + 1) % Turns != 0) continue;
            await Rig.Empty(redis);
            var without = Spread.Of(turns[^Turns..].Select(one => one[0])).Text(1);
            say($"Round {(turn + 1) / Turns} of {options.Rounds}: {without} µs a batch without");
        }

        foreach (var lane in lanes) lane.Dispose();
        return
        [
            new("CPU a batch, no telemetry", Spread.Of(turns.Select(turn => turn[0])), "µs", null, "lower"),
            new("metrics at /metrics cost a batch", Cost(1), "µs", 5, "lower"),
            new("traces, metrics and logs sent cost a batch", Cost(2), "µs", 5, "lower"),
        ];

        Spread Cost(int lane) => Spread.Of(turns.Select(turn => turn[lane] - turn[0]));
    }

    /// <summary>Connections to a node, with sessions of its own.</summary>
    private sealed class Lane(Rig rig, Subject node, int first, int sessions) : IDisposable
    {
        private readonly BatchConnection[] connections =
            [.. Enumerable.Range(0, Connections).Select(_ => new BatchConnection(node.Server.Port, rig.Key))];

        private readonly long[] sent = new long[Connections];

        /// <summary>Sends so many batches, one after another on each connection.</summary>
        /// <returns>The node's processor time a batch, µs.</returns>
        public double Send(int batches)
        {
            var before = node.Server.Processor;
            Parallel.For(0, Connections, new() { MaxDegreeOfParallelism = Connections }, Drive);
            return (node.Server.Processor - before).TotalMicroseconds / batches;

            void Drive(int lane)
            {
                var mine = sessions / Connections;
                for (var i = 0; i < batches / Connections; i++, sent[lane]++)
                {
                    var session = first + (lane * mine) + (int)(sent[lane] % mine);
                    rig.Count(connections[lane].Send(session, MatureSession.Batches + 1 + (sent[lane] / mine)));
                }
            }
        }

        public void Dispose()
        {
            foreach (var connection in connections) connection.Dispose();
        }
    }
}
