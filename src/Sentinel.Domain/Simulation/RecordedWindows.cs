using System.Collections.Immutable;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Simulation;

/// <summary>
/// Makes windows of a batch's recorded evidence. A line of evidence is the sum of one detector over the windows in which it spoke, so its
/// share in each of them is their mean. Detectors of one kind of window spoke in the same windows: the first has a share of all of them,
/// and the last of those that spoke most often.
/// </summary>
internal static class RecordedWindows
{
    /// <summary>The detectors that judge every conclusive window of their kind; a window that one of them leaves out is not.</summary>
    private static readonly string[] OfConclusiveKeys = ["pattern.constant_hold", "pattern.metronomic_cadence"];

    /// <summary>The detector that judges whether keys were tapped by fingers; a window that it is against earns nothing.</summary>
    private static readonly ReasonCode ShortHolds = Code("physics.key_hold");

    private static readonly WindowKind[] Kinds =
    [
        new(DetectorCatalog.Keys, DetectorCatalog.GroupsOf<Features.KeyWindow>(), [.. OfConclusiveKeys.Select(Code)]),
        new(DetectorCatalog.Bursts, DetectorCatalog.GroupsOf<Features.KeyBurst>(), []),
        new(DetectorCatalog.Typing, DetectorCatalog.GroupsOf<Features.TypingWindow>(), []),
        new(DetectorCatalog.Strokes, DetectorCatalog.GroupsOf<Features.StrokeWindow>(), [Code("physics.pointer_speed")]),
        new(DetectorCatalog.Courses, DetectorCatalog.GroupsOf<Features.CourseWindow>(), []),
        new(DetectorCatalog.Replays, DetectorCatalog.GroupsOf<Features.ReplayWindow>(), []),
        new(DetectorCatalog.FixedText, DetectorCatalog.GroupsOf<Features.FixedTextWindow>(), [.. DetectorCatalog.FixedText.Select(Reason)]),
        new(DetectorCatalog.FreeText, DetectorCatalog.GroupsOf<Features.FreeTextWindow>(), [.. DetectorCatalog.FreeText.Select(Reason)]),
    ];

    private static readonly IDetector?[] Detectors = ById(DetectorCatalog.All);
    private static readonly bool[] Openings = Flags(DetectorCatalog.Openings);
    private static readonly bool[] Origins = Flags(DetectorCatalog.ClientOrigin);
    private static readonly bool[] Provenances = Flags(DetectorCatalog.Provenance);

    /// <summary>Adds the windows of a batch, in the order in which a batch is judged.</summary>
    /// <param name="lane">Takes the windows.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="earned">Earned session time at its end, ms.</param>
    /// <param name="gapPending">Whether events were lost: the next window counts half.</param>
    public static void Add(ref PolicyLane lane, in RecordedDecision batch, double earned, ref bool gapPending)
    {
        var nothing = default(EvidenceTally);
        if (Hear(ref lane, batch.Evidence, Origins, window: 0))
            lane.AddContext();
        // Input of a script earns nothing. Which of the windows had it is not recorded.
        var trusted = !batch.Notes(ContextReasons.UntrustedInput);
        foreach (var kind in Kinds)
        {
            var windows = WindowsOf(batch.Evidence, kind.Has);
            var conclusive = windows > 0 && trusted ? kind.Conclusive(batch.Evidence) : 0;
            for (var window = 0; window < windows; window++)
            {
                Hear(ref lane, batch.Evidence, kind.Has, window);
                lane.Add(kind.Judged, gapPending ? 0.5 : 1, earned, window < conclusive, nothing);
                gapPending = false;
            }
        }

        if (Hear(ref lane, batch.Evidence, Provenances, window: 0))
            lane.Add(DetectorCatalog.GroupsOf<Features.ProvenanceWindow>(), confidence: 1, earned, conclusive: false, nothing);
    }

    /// <summary>Adds what the opening said of an impostor.</summary>
    /// <param name="lane">Takes it.</param>
    /// <param name="opening">The row.</param>
    /// <param name="recorded">The policy that weighed its reasons.</param>
    public static void AddOpening(ref PolicyLane lane, in RecordedDecision opening, Policy recorded) =>
        Add(ref lane, opening, Openings, recorded);

    /// <summary>Adds what the client origin of an action said of an impostor.</summary>
    /// <param name="lane">Takes it.</param>
    /// <param name="evaluation">The row.</param>
    /// <param name="recorded">The policy that weighed its reasons.</param>
    public static void AddOrigin(ref PolicyLane lane, in RecordedDecision evaluation, Policy recorded) =>
        Add(ref lane, evaluation, Origins, recorded);

    /// <summary>Whether a row speaks of the client origin: a batch by its evidence, an answer by its reasons.</summary>
    public static bool TellsOrigin(in RecordedDecision row)
    {
        foreach (var line in row.Evidence)
        {
            if (Origins[line.Said.Id])
                return true;
        }

        foreach (var reason in row.Reasons)
        {
            if (Origins[reason.Id])
                return true;
        }

        return false;
    }

    /// <summary>Hears each of these detectors that spoke in the window. Returns whether any did.</summary>
    private static bool Hear(ref PolicyLane lane, ImmutableArray<DetectorEvidence> evidence, bool[] which, int window)
    {
        lane.Begin();
        foreach (var line in evidence)
        {
            if (which[line.Said.Id] && line.Windows > window)
                lane.Hear(Detectors[line.Said.Id]!, new(line.Said.Weight / line.Windows, 1));
        }

        return lane.HasJudged;
    }

    /// <summary>Evidence is recorded as the detectors gave it, but the reasons of an answer are weighed.</summary>
    private static void Add(ref PolicyLane lane, in RecordedDecision row, bool[] which, Policy recorded)
    {
        lane.Begin();
        foreach (var reason in row.Reasons)
        {
            if (which[reason.Id] && recorded.Weights.Of(reason.Code) is > 0 and var weight)
                lane.Hear(Detectors[reason.Id]!, new(reason.Weight / weight, 1));
        }

        if (lane.HasJudged)
            lane.AddContext();
    }

    private static int WindowsOf(ImmutableArray<DetectorEvidence> evidence, bool[] which)
    {
        var windows = 0;
        foreach (var line in evidence)
        {
            if (which[line.Said.Id])
                windows = Math.Max(windows, line.Windows);
        }

        return windows;
    }

    private static ReasonCode Code(string name) =>
        DetectorCatalog.Reason(name) ?? throw new InvalidOperationException($"There is no detector {name}.");

    private static ReasonCode Reason(IDetector detector) => detector.Reason;

    private static bool[] Flags(IEnumerable<IDetector> detectors)
    {
        var flags = new bool[256];
        foreach (var detector in detectors)
            flags[detector.Reason.Id] = true;
        return flags;
    }

    private static IDetector?[] ById(IEnumerable<IDetector> detectors)
    {
        var byId = new IDetector?[256];
        foreach (var detector in detectors)
            byId[detector.Reason.Id] = detector;
        return byId;
    }

    /// <summary>A kind of windows.</summary>
    private sealed class WindowKind(IReadOnlyCollection<IDetector> detectors, GroupSet judged, ReasonCode[] always)
    {
        /// <summary>Whether the detector of this id judges them.</summary>
        public bool[] Has { get; } = Flags(detectors);

        public GroupSet Judged => judged;

        /// <summary>How many windows of a batch were conclusive: those that all detectors judged which judge every such window.</summary>
        public int Conclusive(ImmutableArray<DetectorEvidence> evidence)
        {
            var least = always.Length == 0 ? 0 : int.MaxValue;
            foreach (var code in always)
                least = Math.Min(least, WindowsOf(evidence, code));
            foreach (var line in evidence)
                least = line.Said.Id == ShortHolds.Id && Has[line.Said.Id] && line.Said.Weight > 0 ? 0 : least;
            return least;
        }

        private static int WindowsOf(ImmutableArray<DetectorEvidence> evidence, ReasonCode code)
        {
            foreach (var line in evidence)
            {
                if (line.Said.Id == code.Id)
                    return line.Windows;
            }

            return 0;
        }
    }
}
