using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Scoring;

/// <summary>Judges each closed window with its detectors, fuses their evidence, and adds it to the trust account.</summary>
internal ref struct WindowScorer
{
    /// <summary>Above this client timer step, in ms, a window counts half.</summary>
    private const double CoarseTimer = 16;

    /// <summary>Bot evidence that sessions of people stay under, nats.</summary>
    private const double UnsuspectedNats = 3;

    private readonly Baseline baseline;
    private readonly Policy policy;
    private readonly double quality;
    private readonly TimeSpan idle;
    private readonly GroupSet excused;
    private readonly GroupSet disregarded;
    private bool decayed;

    public WindowScorer(SessionState session, Baseline baseline, double resolution, bool gapPending, Policy policy, DateTimeOffset now)
    {
        this.baseline = baseline;
        this.policy = policy;
        quality = resolution > CoarseTimer ? 0.5 : 1;
        Passed = session.HasPassed(policy, now);
        idle = session.IdleAt(now);
        excused = session.Excuse.At(now, policy);
        GapPending = gapPending;
        UntrustedCredit = session.UntrustedCredit;
        Account = session.Account;
        disregarded = session.Disregarded(now, policy);
        HighestRisk = session.Account.Risk(policy);
        HighestBlockingRisk = session.Account.Risk(policy, disregarded);
    }

    /// <summary>Whether a passed challenge is still valid.</summary>
    public bool Passed { get; }

    public TrustAccount Account { get; private set; }

    /// <summary>The highest risk before and after the windows of the batch.</summary>
    public double HighestRisk { get; private set; }

    /// <summary>The same of the groups that may block now: see <see cref="SessionState.Disregarded"/>.</summary>
    public double HighestBlockingRisk { get; private set; }

    /// <summary>The strongest reason for a bot at the highest risk.</summary>
    public ReasonCode BlockedBy { get; private set; } = ContextReasons.BlockStands;

    /// <summary>Whether events were lost: the next window counts half.</summary>
    public bool GapPending { get; private set; }

    /// <summary>Whether conclusive windows were judged, and there is little evidence for a bot.</summary>
    public readonly bool HasMetAPerson => Account.Conclusive > 0 && Account.Bot.Sum < UnsuspectedNats;

    /// <summary>See <see cref="SessionState.UntrustedCredit"/>; after the windows of the batch.</summary>
    public UntrustedCredit UntrustedCredit { get; private set; }

    public EvidenceTally Tally;

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

        var fusion = default(LogOddsFusion);
        Fuse(ref fusion, detectors, window);
        if (!fusion.Judged)
            return;
        if (window.IsConclusive && !decayed)
            (Account, decayed) = (Account.Decay(idle, policy), true);
        Account = Account.Add(
            fusion.Bot(DetectorCatalog.GroupsOf<TWindow>(), policy),
            excused,
            ImpostorLogOdds(fusion),
            GapPending ? quality / 2 : quality,
            earned,
            policy,
            window.IsConclusive
        );
        GapPending = false;
        NoteRisk();
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
        var fusion = default(LogOddsFusion);
        foreach (var detector in detectors)
            fusion.Add(detector.Aspect, policy.Weights.Weigh(detector.Reason, detector.Judge(window, baseline)));
        var bot = fusion.Bot(DetectorCatalog.GroupsOf<TWindow>(), policy);
        var counted = bot.Net - UntrustedCredit.Of(bot.Judged);
        UntrustedCredit = UntrustedCredit.With(bot.Judged, Math.Clamp(-counted, 0, policy.MaxBlamePerWindow));
        if (counted <= 0)
            return;
        foreach (var detector in detectors)
        {
            if (detector.Aspect.Group() is not null && detector.Judge(window, baseline) is { Weight: > 0 } evidence)
                Tally.Add(detector.Reason, evidence);
        }

        Account = Account.Add(bot.Scaled(counted), excused, 0, quality, earned, policy, conclusive: false);
        NoteRisk();
    }

    private void NoteRisk()
    {
        HighestBlockingRisk = Math.Max(HighestBlockingRisk, Account.Risk(policy, disregarded));
        var risk = Account.Risk(policy);
        if (risk <= HighestRisk)
            return;
        HighestRisk = risk;
        BlockedBy = Tally.Loudest(policy.Weights) ?? BlockedBy;
    }

    /// <summary>
    /// Judges where the events come from. It is no matter of their times: it counts in full on any timer and after lost events, and leaves
    /// the gap to the next window.
    /// </summary>
    public void Judge(in ProvenanceWindow window, double earned)
    {
        var fusion = default(LogOddsFusion);
        Fuse(ref fusion, DetectorCatalog.Provenance, window);
        var bot = fusion.Bot(DetectorCatalog.GroupsOf<ProvenanceWindow>(), policy);
        Account = Account.Add(bot, excused, impostor: 0, confidence: 1, earned, policy, conclusive: false);
        NoteRisk();
    }

    /// <summary>Judges a change of client origin: impostor evidence only, not counted as a window.</summary>
    public void Judge(in OriginWindow change)
    {
        var fusion = default(LogOddsFusion);
        Fuse(ref fusion, DetectorCatalog.ClientOrigin, change);
        if (fusion.Judged)
            Account = Account.Add(ImpostorLogOdds(fusion), policy);
    }

    /// <summary>After a passed challenge, impostor evidence counts less.</summary>
    private readonly double ImpostorLogOdds(in LogOddsFusion fusion)
    {
        var impostor = fusion.Impostor(policy);
        return Passed && impostor > 0 ? impostor * policy.ImpostorShareAfterPass : impostor;
    }

    private void Fuse<TWindow>(ref LogOddsFusion fusion, IDetector<TWindow>[] detectors, in TWindow window)
        where TWindow : struct, IWindow
    {
        foreach (var detector in detectors)
        {
            var evidence = detector.Judge(window, baseline);
            fusion.Add(detector.Aspect, policy.Weights.Weigh(detector.Reason, evidence));
            Tally.Add(detector.Reason, evidence);
        }
    }
}
