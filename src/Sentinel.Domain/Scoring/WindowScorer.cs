using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Scoring;

/// <summary>Judges each closed window with its detectors, fuses their evidence, and adds it to the trust account of each policy.</summary>
internal ref struct WindowScorer
{
    /// <summary>Above this client timer step, in ms, a window counts half.</summary>
    private const double CoarseTimer = 16;

    /// <summary>Bot evidence that sessions of people stay under, nats.</summary>
    private const double UnsuspectedNats = 3;

    private readonly Baseline baseline;
    private readonly double quality;

    /// <param name="session">The session before the batch.</param>
    /// <param name="shadow">The same session as the shadow's policy sees it; null without a shadow.</param>
    /// <param name="baseline">The user's.</param>
    /// <param name="resolution">The step of the client's timer, ms.</param>
    /// <param name="gapPending">Whether events were lost before.</param>
    /// <param name="policies">The live policy, and the shadow's.</param>
    /// <param name="now">Server time.</param>
    public WindowScorer(
        SessionState session, SessionState? shadow, Baseline baseline, double resolution, bool gapPending, PolicyPair policies,
        DateTimeOffset now)
    {
        this.baseline = baseline;
        quality = resolution > CoarseTimer ? 0.5 : 1;
        GapPending = gapPending;
        Live = new(session, policies.Live, now);
        if (shadow is null)
            return;
        HasShadow = true;
        Shadow = new(shadow, policies.Shadow!, now);
    }

    /// <summary>The account that decides.</summary>
    public PolicyLane Live;

    /// <summary>The account of the policy in shadow; without meaning unless <see cref="HasShadow"/>.</summary>
    public PolicyLane Shadow;

    public EvidenceTally Tally;

    public bool HasShadow { get; }

    /// <summary>Whether events were lost: the next window counts half.</summary>
    public bool GapPending { get; private set; }

    /// <summary>Whether conclusive windows were judged, and there is little evidence for a bot.</summary>
    public readonly bool HasMetAPerson => Live.Account.Conclusive > 0 && Live.Account.Bot.Sum < UnsuspectedNats;

    public void NoteGap()
    {
        GapPending = true;
        Tally.Note(ContextReasons.Gap);
    }

    public void Judge<TWindow>(IDetector<TWindow>[] detectors, in TWindow window, double earned, bool untrusted)
        where TWindow : struct, IWindow
    {
        if (untrusted)
        {
            Incriminate(detectors, window, earned);
            return;
        }

        Hear(detectors, window);
        if (!Live.HasJudged)
            return;
        Add(DetectorCatalog.GroupsOf<TWindow>(), GapPending ? quality / 2 : quality, earned, window.IsConclusive);
        GapPending = false;
    }

    /// <summary>
    /// Of a window with untrusted input, only evidence for a bot counts, minus the credit of such windows for a person. Without this
    /// credit, a person's occasional windows with evidence for a bot would add up to a block. Such windows give no evidence for or against
    /// an impostor.
    /// </summary>
    private void Incriminate<TWindow>(IDetector<TWindow>[] detectors, in TWindow window, double earned)
        where TWindow : struct, IWindow
    {
        Tally.Note(ContextReasons.UntrustedInput);
        Begin();
        foreach (var detector in detectors)
            Hear(detector, detector.Judge(window, baseline));
        var judged = DetectorCatalog.GroupsOf<TWindow>();
        var counts = Live.Offset(judged, out var counted);
        var shadowCounted = 0.0;
        var shadowCounts = HasShadow && Shadow.Offset(judged, out shadowCounted);
        if (!counts && !shadowCounts)
            return;
        foreach (var detector in detectors)
        {
            if (detector.Aspect.Group() is not null && detector.Judge(window, baseline) is { Weight: > 0 } evidence)
                Tally.Add(detector.Reason, evidence);
        }

        if (counts)
            Live.Incriminate(judged, counted, quality, earned, Tally);
        if (shadowCounts)
            Shadow.Incriminate(judged, shadowCounted, quality, earned, Tally);
    }

    /// <summary>
    /// Judges where the events come from. It is no matter of their times: it counts in full on any timer and after lost events, and leaves
    /// the gap to the next window.
    /// </summary>
    public void Judge(in ProvenanceWindow window, double earned)
    {
        Hear(DetectorCatalog.Provenance, window);
        Add(DetectorCatalog.GroupsOf<ProvenanceWindow>(), confidence: 1, earned, conclusive: false);
    }

    /// <summary>Judges a change of client origin: impostor evidence only, not counted as a window.</summary>
    public void Judge(in OriginWindow change)
    {
        Hear(DetectorCatalog.ClientOrigin, change);
        if (!Live.HasJudged)
            return;
        Live.AddContext();
        if (HasShadow)
            Shadow.AddContext();
    }

    private void Add(GroupSet judged, double confidence, double earned, bool conclusive)
    {
        Live.Add(judged, confidence, earned, conclusive, Tally);
        if (HasShadow)
            Shadow.Add(judged, confidence, earned, conclusive, Tally);
    }

    private void Hear<TWindow>(IDetector<TWindow>[] detectors, in TWindow window)
        where TWindow : struct, IWindow
    {
        Begin();
        foreach (var detector in detectors)
        {
            var evidence = detector.Judge(window, baseline);
            Hear(detector, evidence);
            Tally.Add(detector.Reason, evidence);
        }
    }

    private void Begin()
    {
        Live.Begin();
        if (HasShadow)
            Shadow.Begin();
    }

    private void Hear(IDetector detector, Evidence evidence)
    {
        Live.Hear(detector, evidence);
        if (HasShadow)
            Shadow.Hear(detector, evidence);
    }
}
