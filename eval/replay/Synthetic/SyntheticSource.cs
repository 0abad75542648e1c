using System.Globalization;

namespace Sentinel.Replay;

/// <summary>People and bots, for whoever has no recordings. Each recording is another person, or another run of a script.</summary>
internal sealed class SyntheticSource(int seed, int? sessions) : IRecordingSource
{
    private const int DefaultSessions = 20;

    private static readonly IActor[] Actors =
    [
        new Typist(),
        new FormFiller(),
        new MouseUser("mouse-60hz", 1000.0 / 60),
        new MouseUser("mouse-125hz", 8),
        new MouseUser("mouse-1000hz", 1),
        new MouseUser("remote-desktop-8hz", 125),
        new TouchUser(),
        new ConstantTypist(),
        new ZeroHoldTypist(),
        new JitterTypist(),
        new ClonedTypist(),
        new StraightMouse(),
        new TeleportClicker(),
        new BezierMouse(),
        new CircleMouse(),
        new SineMouse(),
    ];

    public string Name => "synthetic";

    public IEnumerable<Recording> Read() =>
        from actor in Actors
        from index in Enumerable.Range(0, sessions ?? DefaultSessions)
        let performance = actor.Play(new(seed, actor.Name, index))
        let id = index.ToString(CultureInfo.InvariantCulture)
        select new Recording(
            $"{Name}/{actor.Name}",
            id,
            actor.IsBot,
            performance.Keys,
            performance.Pointer,
            performance.Kind,
            Performance.Resolution
        );
}
