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

    public static IReadOnlyList<IActor> Pointing { get; } =
    [
        new PointingImitator("jerk", habits => new JerkPath(habits)),
        new PointingImitator("eased", habits => new EasedPath(habits)),
        new PointingImitator("wind", habits => new WindPath(habits)),
        new PointingImitator("lognormal", habits => new LogNormalPath(habits)),
        new PointingImitator("reused", habits => new ReusedPath(habits)),
        new PointingImitator("spring", habits => new SpringPath(habits)),
        new PointingImitator("profile", habits => new ProfilePath(habits)),
        new PointingImitator("waypoint", habits => new WaypointPath(habits)),
    ];

    /// <summary>The same pointers beside typing like a person's, which must not make up for them.</summary>
    public static IReadOnlyList<IActor> PointingBesideTyping { get; } = [.. Pointing.Select(pointer => new BesideTyping(pointer))];
}
