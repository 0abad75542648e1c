using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Scoring;

/// <summary>
/// A session's trust account under one policy, while a batch is judged. The detectors judge each window once; each lane weighs and adds
/// their evidence in its own way.
/// </summary>
internal struct PolicyLane
{
    private readonly Policy policy;
    private readonly TimeSpan idle;
    private readonly GroupSet excused;
    private readonly GroupSet disregarded;
    private readonly bool passed;
    private LogOddsFusion window;
    private bool decayed;

    public PolicyLane(SessionState session, Policy policy, DateTimeOffset now)
    {
        this.policy = policy;
        passed = session.HasPassed(policy, now);
        idle = session.IdleAt(now);
        excused = session.Excuse.At(now, policy);
        disregarded = session.Disregarded(now, policy);
        UntrustedCredit = session.UntrustedCredit;
        Account = session.Account;
        HighestRisk = session.Account.Risk(policy);
        HighestBlockingRisk = session.Account.Risk(policy, disregarded);
    }

    public TrustAccount Account { get; private set; }

    /// <summary>The highest risk before and after the windows of the batch.</summary>
    public double HighestRisk { get; private set; }

    /// <summary>The same of the groups that may block now: see <see cref="SessionState.Disregarded"/>.</summary>
    public double HighestBlockingRisk { get; private set; }

    /// <summary>The strongest reason for a bot at the highest risk.</summary>
    public ReasonCode BlockedBy { get; private set; } = ContextReasons.BlockStands;

    /// <summary>See <see cref="SessionState.UntrustedCredit"/>; after the windows of the batch.</summary>
    public UntrustedCredit UntrustedCredit { get; private set; }

    /// <summary>Whether any detector had evidence about the present window.</summary>
    public readonly bool HasJudged => window.Judged;

    /// <summary>Begins a window.</summary>
    public void Begin() => window = default;

    /// <summary>Takes the evidence of a detector about the present window.</summary>
    public void Hear(IDetector detector, Evidence evidence) =>
        window.Add(detector.Aspect, policy.Weights.Weigh(detector.Reason, evidence));

    /// <summary>Adds the present window to the account.</summary>
    /// <param name="judged">The groups that such windows can speak for or against.</param>
    /// <param name="confidence">The window's weight, 0..1.</param>
    /// <param name="earned">Earned session time at the window's end, ms.</param>
    /// <param name="conclusive">Whether the window earns trust. Trust decays by the idle time before the first that does.</param>
    /// <param name="tally">The batch's evidence so far.</param>
    public void Add(GroupSet judged, double confidence, double earned, bool conclusive, in EvidenceTally tally)
    {
        if (conclusive && !decayed)
            (Account, decayed) = (Account.Decay(idle, policy), true);
        Account = Account.Add(window.Bot(judged, policy), excused, Impostor, confidence, earned, policy, conclusive);
        NoteRisk(tally);
    }

    /// <summary>
    /// Of the present window, only evidence for a bot counts, minus the credit of such windows for a person. Returns whether something
    /// is left, for <see cref="Incriminate"/>.
    /// </summary>
    public bool Offset(GroupSet judged, out double counted)
    {
        var bot = window.Bot(judged, policy);
        counted = bot.Net - UntrustedCredit.Of(bot.Judged);
        UntrustedCredit = UntrustedCredit.With(bot.Judged, Math.Clamp(-counted, 0, policy.MaxBlamePerWindow));
        return counted > 0;
    }

    /// <summary>Adds what <see cref="Offset"/> left of the present window.</summary>
    public void Incriminate(GroupSet judged, double counted, double confidence, double earned, in EvidenceTally tally)
    {
        var bot = window.Bot(judged, policy).Scaled(counted);
        Account = Account.Add(bot, excused, 0, confidence, earned, policy, conclusive: false);
        NoteRisk(tally);
    }

    /// <summary>Adds the present window as impostor evidence of the context only, not counted as a window.</summary>
    public void AddContext() => Account = Account.Add(Impostor, policy);

    /// <summary>After a passed challenge, impostor evidence counts less.</summary>
    private readonly double Impostor
    {
        get
        {
            var impostor = window.Impostor(policy);
            return passed && impostor > 0 ? impostor * policy.ImpostorShareAfterPass : impostor;
        }
    }

    private void NoteRisk(in EvidenceTally tally)
    {
        HighestBlockingRisk = Math.Max(HighestBlockingRisk, Account.Risk(policy, disregarded));
        var risk = Account.Risk(policy);
        if (risk <= HighestRisk)
            return;
        HighestRisk = risk;
        BlockedBy = tally.Loudest(policy.Weights) ?? BlockedBy;
    }
}
