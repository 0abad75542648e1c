namespace Sentinel.Simulation;

/// <summary>
/// Bots that imitate people, by families of different construction. A detector that is fitted to some families is measured on the others.
/// </summary>
public static class Imitators
{
    public static IReadOnlyList<IActor> Typing { get; } =
    [
        new TypingImitator("independent", () => new IndependentTypist()),
        new TypingImitator("shuffling", () => new ShufflingTypist()),
        new TypingImitator("drifting", () => new DriftingTypist()),
        new TypingImitator("digraph", () => new DigraphTypist()),
        new TypingImitator("stretching", () => new StretchingTypist()),
        new TypingImitator("thinking", () => new ThinkingTypist()),
        new TypingImitator("library", () => new LibraryTypist()),
        new TypingImitator("state", () => new StateTypist()),
    ];

    /// <summary>The pointers' ways from one place to another, each with its own habits.</summary>
    public static IReadOnlyList<(string Name, Func<Dice, IPath> Make)> Paths { get; } =
    [
        ("jerk", habits => new JerkPath(habits)),
        ("eased", habits => new EasedPath(habits)),
        ("wind", habits => new WindPath(habits)),
        ("lognormal", habits => new LogNormalPath(habits)),
        ("reused", habits => new ReusedPath(habits)),
        ("spring", habits => new SpringPath(habits)),
        ("profile", habits => new ProfilePath(habits)),
        ("waypoint", habits => new WaypointPath(habits)),
        ("arm", habits => new ArmPath(habits)),
    ];

    public static IReadOnlyList<IActor> Pointing { get; } = [.. Paths.Select(path => new PointingImitator(path.Name, path.Make))];

    /// <summary>The same pointers beside typing like a person's, which must not make up for them.</summary>
    public static IReadOnlyList<IActor> PointingBesideTyping { get; } = [.. Pointing.Select(pointer => new BesideTyping(pointer))];
}
