using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Scoring;

/// <summary>Puts each window that closes before its detectors, fuses what they say, and adds it to the account.</summary>
internal ref struct WindowScorer
{
    /// <summary>ms of client timer step above which a window counts half.</summary>
    private const double CoarseTimer = 16;

    private readonly Baseline baseline;
    private readonly Policy policy;
    private readonly double quality;
    private readonly TimeSpan idle;
    private bool decayed;

    public WindowScorer(SessionState session, Baseline baseline, double resolution, bool gapPending, Policy policy, DateTimeOffset now)
    {
        this.baseline = baseline;
        this.policy = policy;
        quality = resolution > CoarseTimer ? 0.5 : 1;
        Passed = session.HasPassed(policy, now);
        idle = session.IdleAt(now);
        GapPending = gapPending;
        UntrustedCredit = session.UntrustedCredit;
        Account = session.Account;
        HighestRisk = session.Account.Risk(policy);
    }

    /// <summary>A passed challenge vouches for the session.</summary>
    public bool Passed { get; }

    public TrustAccount Account { get; private set; }

    /// <summary>The highest posterior of a bot after any window of the batch; the one before when none closed.</summary>
    public double HighestRisk { get; private set; }

    /// <summary>What spoke loudest when the risk passed the bound.</summary>
    public ReasonCode BlockedBy { get; private set; } = ContextReasons.BlockStands;

    /// <summary>Events were lost: the next window counts half.</summary>
    public bool GapPending { get; private set; }

    /// <summary>As in <see cref="SessionState.UntrustedCredit"/>, after the windows of the batch.</summary>
    public float UntrustedCredit { get; private set; }

    public EvidenceTally Tally;

    public void NoteGap()
    {
        GapPending = true;
        Tally.Note(ContextReasons.Gap);
    }

    /// <param name="detectors">All that judge such windows.</param>
    /// <param name="window">It has just closed.</param>
    /// <param name="earned">ms of the stream's time that have passed.</param>
    /// <param name="untrusted">A script may have had a part in it.</param>
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
            fusion.Bot(policy),
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
    /// Of a window that a script may have had a part in, only what speaks for a bot counts, and first it uses up what such windows have
    /// said for a person: a person's windows now and then speak for a bot, and would add up to a block were nothing set against them. Whose
    /// behaviour a script shows tells nothing.
    /// </summary>
    private void Incriminate<TWindow>(IDetector<TWindow>[] detectors, in TWindow window, double earned)
        where TWindow : struct, IWindow
    {
        Tally.Note(ContextReasons.UntrustedInput);
        var fusion = default(LogOddsFusion);
        foreach (var detector in detectors)
            fusion.Add(detector.Aspect, detector.Judge(window, baseline));
        var bot = fusion.Bot(policy);
        var counted = bot - UntrustedCredit;
        UntrustedCredit = (float)Math.Clamp(-counted, 0, policy.MaxBlamePerWindow);
        if (counted <= 0)
            return;
        foreach (var detector in detectors)
        {
            if (!detector.Aspect.IsOfImpostor() && detector.Judge(window, baseline) is { Weight: > 0 } evidence)
                Tally.Add(detector.Reason, evidence);
        }

        Account = Account.Add(counted, 0, quality, earned, policy, conclusive: false);
        NoteRisk();
    }

    private void NoteRisk()
    {
        var risk = Account.Risk(policy);
        if (risk <= HighestRisk)
            return;
        HighestRisk = risk;
        BlockedBy = Tally.Loudest() ?? BlockedBy;
    }

    /// <summary>Where the session is now, against where it was: impostor evidence alone, no window.</summary>
    public void Judge(in OriginWindow change)
    {
        var fusion = default(LogOddsFusion);
        Fuse(ref fusion, DetectorCatalog.ClientOrigin, change);
        if (fusion.Judged)
            Account = Account.Add(ImpostorLogOdds(fusion), policy);
    }

    /// <summary>Who passed a challenge is doubted less.</summary>
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
            fusion.Add(detector.Aspect, evidence);
            Tally.Add(detector.Reason, evidence);
        }
    }
}
