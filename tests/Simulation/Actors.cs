namespace Sentinel.Simulation;

/// <summary>A generated person or bot who plays a whole session.</summary>
public interface IActor
{
    /// <summary>Letters, digits and dashes.</summary>
    string Name { get; }

    bool IsBot { get; }

    Performance Play(Dice dice);
}

/// <summary>One actor of each kind. Another seed gives another person or another run of a script.</summary>
public static class Actors
{
    public static IReadOnlyList<IActor> All { get; } =
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
}
