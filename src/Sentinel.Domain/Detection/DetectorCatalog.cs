using Sentinel.Domain.Features;

namespace Sentinel.Domain.Detection;

/// <summary>All detectors of this assembly, found once and ordered by id.</summary>
public static class DetectorCatalog
{
    public static readonly IDetector<KeyWindow>[] Keys = Find<KeyWindow>();

    /// <summary>Detectors of keys typed for the person.</summary>
    public static readonly IDetector<KeyBurst>[] Bursts = Find<KeyBurst>();

    /// <summary>Detectors of sixty key strokes.</summary>
    public static readonly IDetector<TypingWindow>[] Typing = Find<TypingWindow>();

    public static readonly IDetector<StrokeWindow>[] Strokes = Find<StrokeWindow>();

    /// <summary>Detectors of how a pointer stroke unfolds.</summary>
    public static readonly IDetector<CourseWindow>[] Courses = Find<CourseWindow>();

    /// <summary>Detectors of input that was seen in another session of the user.</summary>
    public static readonly IDetector<ReplayWindow>[] Replays = Find<ReplayWindow>();

    /// <summary>Detectors of input that was seen in a session of another account.</summary>
    public static readonly IDetector<SharedWindow>[] Shared = Find<SharedWindow>();

    /// <summary>Detectors of where events come from.</summary>
    public static readonly IDetector<ProvenanceWindow>[] Provenance = Find<ProvenanceWindow>();

    public static readonly IDetector<FixedTextWindow>[] FixedText = Find<FixedTextWindow>();

    public static readonly IDetector<FreeTextWindow>[] FreeText = Find<FreeTextWindow>();

    /// <summary>Detectors of session openings.</summary>
    public static readonly IDetector<OpeningWindow>[] Openings = Find<OpeningWindow>();

    /// <summary>Detectors of the client origin of requests.</summary>
    public static readonly IDetector<OriginWindow>[] ClientOrigin = Find<OriginWindow>();

    /// <summary>The detectors of all kinds of windows.</summary>
    public static readonly IReadOnlyList<IDetector> All =
    [
        .. Keys,
        .. Bursts,
        .. Typing,
        .. Strokes,
        .. Courses,
        .. Replays,
        .. Shared,
        .. Provenance,
        .. FixedText,
        .. FreeText,
        .. Openings,
        .. ClientOrigin,
    ];

    private static readonly ReasonCode?[] ById = Index();

    /// <summary>The reason with this id; an id unknown to this version is named by its number.</summary>
    public static ReasonCode Reason(byte id) =>
        ById[id] ?? new(id, Family.Context, $"unknown_{id}", "A reason of another version of Sentinel.");

    /// <summary>The reason with this name; null if this version has none.</summary>
    public static ReasonCode? Reason(string name) => Reasons.FirstOrDefault(code => code.Name == name);

    /// <summary>The detector behind a reason; null for a reason that only informs.</summary>
    public static IDetector? Detector(ReasonCode code) => All.FirstOrDefault(detector => detector.Reason == code);

    /// <summary>All reasons that an answer may contain.</summary>
    public static IEnumerable<ReasonCode> Reasons => ById.OfType<ReasonCode>();

    /// <summary>The groups of evidence that windows of this kind can speak for or against.</summary>
    public static GroupSet GroupsOf<TWindow>()
        where TWindow : struct, IWindow => Judged<TWindow>.Groups;

    private static IDetector<TWindow>[] Find<TWindow>()
        where TWindow : struct, IWindow =>
        [.. typeof(DetectorCatalog).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IDetector<TWindow>)))
            .Select(type => (IDetector<TWindow>)Activator.CreateInstance(type)!)
            .OrderBy(detector => detector.Reason.Id)];

    private static ReasonCode?[] Index()
    {
        var codes = new ReasonCode?[256];
        foreach (var code in ContextReasons.All.Concat(All.Select(detector => detector.Reason)))
        {
            if (codes[code.Id] is { } other)
                throw new InvalidOperationException($"Reason id {code.Id} is taken twice: {other.Name} and {code.Name}.");
            codes[code.Id] = code;
        }

        return codes;
    }

    private static class Judged<TWindow>
        where TWindow : struct, IWindow
    {
        public static readonly GroupSet Groups = Find<TWindow>()
            .Select(detector => detector.Aspect.Group())
            .OfType<EvidenceGroup>()
            .Aggregate(GroupSet.None, (groups, group) => groups.With(group));
    }
}
