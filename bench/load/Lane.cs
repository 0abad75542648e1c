using Sentinel.Bench;

namespace Sentinel.Load;

/// <summary>Connections to a node, with sessions of its own.</summary>
internal sealed class Lane(Rig rig, Subject node, int first, int sessions) : IDisposable
{
    private const int Connections = 8;

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
