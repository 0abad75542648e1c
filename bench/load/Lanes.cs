using Sentinel.Bench;

namespace Sentinel.Load;

/// <summary>
/// Nodes that differ in one thing, side by side. A machine's speed varies by more than the thing costs, but less within tenths of a second:
/// so turns are that short and many.
/// </summary>
internal sealed class Lanes : IDisposable
{
    private const int Batches = 800;
    private const int WarmUpBatches = 20_000;
    private const int Turns = 40;

    private readonly List<double[]> turns = [];
    private readonly Lane[] lanes;

    /// <summary>Divides the sessions among the nodes.</summary>
    public Lanes(Rig rig, int sessions, params Subject[] nodes)
    {
        var each = sessions / nodes.Length;
        lanes = [.. nodes.Select((node, i) => new Lane(rig, node, each * i, each))];
    }

    /// <summary>The processor time of a node, µs a batch.</summary>
    public Spread Of(int lane) => Spread.Of(turns.Select(turn => turn[lane]));

    /// <summary>What a node needs more than the first one, µs a batch.</summary>
    public Spread Cost(int lane) => Spread.Of(turns.Select(turn => turn[lane] - turn[0]));

    /// <summary>What a node needs more than the first one, as a share of what that needs.</summary>
    public Spread Share(int lane) => Spread.Of(turns.Select(turn => (turn[lane] - turn[0]) / turn[0]));

    public async Task Run(Server redis, int rounds, Action<string> say)
    {
        say($"Warming up {lanes.Length} nodes");
        foreach (var lane in lanes) lane.Send(WarmUpBatches);
        for (var turn = 0; turn < rounds * Turns; turn++)
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
            var first = Spread.Of(turns[^Turns..].Select(one => one[0])).Text(1);
            say($"Round {(turn + 1) / Turns} of {rounds}: {first} µs a batch of the first");
        }
    }

    public void Dispose()
    {
        foreach (var lane in lanes) lane.Dispose();
    }
}
