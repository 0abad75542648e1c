using System.Globalization;
using Sentinel.Simulation;

namespace Sentinel.Replay;

/// <summary>People and bots for use without recordings. Each recording is another person or another run of a script.</summary>
internal sealed class SyntheticSource(int seed, int? sessions) : IRecordingSource
{
    private const int DefaultSessions = 20;

    public string Name => "synthetic";

    public IEnumerable<Recording> Read() =>
        from actor in Actors.All
        from index in Enumerable.Range(0, sessions ?? DefaultSessions)
        let performance = actor.Play(new(seed, actor.Name, index))
        let id = index.ToString(CultureInfo.InvariantCulture)
        select Recording.Of(performance, $"{Name}/{actor.Name}", id, actor.IsBot);
}
