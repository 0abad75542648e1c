namespace Sentinel.Simulation;

/// <summary>What a device, a browser or a network does to a person's input on its way to the page.</summary>
/// <param name="Name">Letters, digits and dashes.</param>
/// <param name="Pointer">The samples as the page receives them.</param>
/// <param name="Key">The time at which the page sees a key event, in ms, from the time of the key.</param>
/// <param name="Resolution">The timer's step that the client reports, in ms; null as recorded.</param>
/// <param name="Scale">The devicePixelRatio that the client reports.</param>
/// <param name="Kind">The kind of pointer that the client reports; null as recorded.</param>
/// <param name="Period">
/// ms between the samples of a mouse; null as recorded. A recording that is much coarser does not show how the hand moved in between, and a
/// finger's samples are shaped by its screen: <see cref="Fits"/>.
/// </param>
public sealed record Delivery(
    string Name,
    Func<IReadOnlyList<PointerSample>, IReadOnlyList<PointerSample>> Pointer,
    Func<double, double> Key,
    double? Resolution = null,
    double Scale = 1,
    PointerKind? Kind = null,
    double? Period = null)
{
    /// <summary>ms from the sending of a batch until it arrives.</summary>
    public Func<double, double> Latency { get; init; } = _ => 0;

    /// <summary>Whether these samples are fine enough for this delivery to be what a device would have done.</summary>
    public bool Fits(IReadOnlyList<PointerSample> samples, PointerKind kind)
    {
        if (Period is not { } period)
            return true;
        var intervals = samples.Zip(samples.Skip(1), (one, next) => next.T - one.T).Where(ms => ms is > 0 and < 250).Order().ToList();
        return kind == PointerKind.Mouse && (intervals.Count == 0 || intervals[intervals.Count / 2] <= 2.5 * period);
    }

    /// <summary>Nothing is changed.</summary>
    public static readonly Delivery AsRecorded = new("as-recorded", samples => samples, t => t);

    /// <summary>The catalogue: what is known of virtual machines, remote desktops, mice, displays, browsers and other pointers.</summary>
    public static IReadOnlyList<Delivery> All { get; } =
    [
        AsRecorded,

        // Virtual machines: two events 2.5 ms apart, then 50 ms of rest.
        Moves("vm-pairs", 50, path => path.Paired(50, 2.5, Pairing.AsTime)),
        Moves("vm-pairs-halves", 50, path => path.Paired(50, 2.5, Pairing.Halves)),
        Moves("vm-pairs-axes", 50, path => path.Paired(50, 2.5, Pairing.Axes)),
        Moves("vm-pairs-33", 33, path => path.Paired(33, 2, Pairing.AsTime)),

        // Remote desktops.
        .. new[] { 50, 94, 125, 156 }.Select(ms => Moves($"remote-{ms}ms", ms, path => path.Every(ms), Stepped(15))),
        Moves("remote-jitter", 16, path => path.Jittered(16, 40), t => t + (15 * Noise(t))),

        // Mice, tablets and what moves between them and the page.
        .. new[] { 60, 125, 500, 1000, 8000 }.Select(hz =>
            Moves($"mouse-{hz}hz", Math.Max(8, 1000.0 / hz), path => path.Every(1000.0 / hz))
        ),
        .. new[] { 0.3, 0.5, 2, 3, 4 }.Select(gain => Moves(Invariant($"gain-{gain}"), null, path => path.Scaled(gain, 1))),
        .. new[] { 2, 4 }.Select(gain => Moves($"fast-hand-{gain}", 8, path => path.Scaled(gain, 0).Every(4))),
        .. new[] { 0.25, 0.5 }.Select(gain => Moves(Invariant($"slow-hand-{gain}"), 8, path => path.Scaled(gain, 0).Every(4))),

        // Page zoom and displays: device px, divided by the ratio. Some browsers report fractions of a CSS px, others whole ones.
        .. new[] { 0.25, 0.5, 1.5, 2, 3, 4, 5 }.SelectMany(Zoom),

        // Timers and frames.
        .. new[] { 1, 4, 16.67, 100 }.Select(ms => new Delivery(
            Invariant($"timer-{ms}ms"), samples => [.. samples.Select(s => s with { T = Step(s.T, ms) })], Stepped(ms), ms)),
        Moves("coalesced", null, path => path.Framed(16.67)),
        Moves("frames-60hz", 16.67, path => path.Every(16.67)),

        new("slow-network", samples => samples, t => t) { Latency = t => 500 + (7_000 * Noise(t)) },
        new("pen", samples => samples, t => t, Kind: PointerKind.Pen),
        new("touch", samples => new HandPath(samples).Touching().Samples, t => t, Kind: PointerKind.Touch),
    ];

    private static IEnumerable<Delivery> Zoom(double zoom) =>
    [
        new(Invariant($"zoom-{zoom}"), samples => new HandPath(samples).Zoomed(zoom, whole: false).Samples, t => t, Scale: zoom),
        new(Invariant($"zoom-{zoom}-whole"), samples => new HandPath(samples).Zoomed(zoom, whole: true).Samples, t => t, Scale: zoom),
    ];

    private static Delivery Moves(string name, double? period, Func<HandPath, HandPath> change, Func<double, double>? key = null) =>
        new(name, samples => change(new(samples)).Samples, key ?? (t => t), Period: period);

    private static Func<double, double> Stepped(double step) => t => Step(t, step);

    private static double Step(double t, double step) => Math.Floor(t / step) * step;

    /// <summary>0..1, the same for the same time.</summary>
    internal static double Noise(double t) => new Random((int)((long)(t * 10) & int.MaxValue)).NextDouble();

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
