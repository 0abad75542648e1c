using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain;

/// <summary>
/// Plays the events of one batch, in the order of time, into a stream's accumulators, and every window that closes into the account. Knows
/// nothing of how the events were cut into batches, so the cut cannot matter.
/// </summary>
internal ref struct BatchRun
{
    /// <summary>ms of client timer step above which a window counts half.</summary>
    private const double CoarseTimer = 16;

    /// <summary>ms after a declared paste, autofill, dictation or composition during which key strokes belong to it.</summary>
    private const double DeclarationReach = 1_000;

    private readonly StreamState stream;
    private readonly Baseline baseline;
    private readonly Policy policy;
    private readonly double resolution;
    private readonly double timeLimit;
    private readonly double quality;
    private readonly bool late;
    private readonly bool passed;
    private readonly TimeSpan idle;
    private bool decayed;
    private KeyMemory memory;
    private KeyRhythm keys;
    private PointerMotion pointer;
    private EntryTrace entry;
    private TypingTrace typing;
    private TypingSums sample;
    private bool sampleIsMine;
    private StreamClock clock;
    private bool gapPending;
    private double excusedUntil;

    public BatchRun(SessionState session, StreamState stream, Batch batch, Baseline baseline, Policy policy, DateTimeOffset now)
    {
        this.stream = stream;
        this.baseline = baseline;
        this.policy = policy;
        resolution = batch.TimerResolution;
        quality = resolution > CoarseTimer ? 0.5 : 1;
        timeLimit = (now - session.OpenedAt + policy.TimeGrace).TotalMilliseconds;
        late = batch.Sequence < stream.Sequences.Highest;
        passed = session.HasPassed(policy, now);
        (keys, pointer, clock, gapPending, excusedUntil) = (stream.Keys, stream.Pointer, stream.Clock, stream.GapPending, stream.ExcusedUntil);
        (entry, typing) = (stream.Entry, stream.Typing);
        memory = session.Keys;
        sample = session.Sample;
        Lesson = new LessonDraft(session.Taught, baseline, passed);
        Account = session.Account;
        idle = session.IdleAt(now);
        HighestRisk = session.Account.Risk(policy);
        foreach (var carried in session.Batches == 0 ? session.LastReasons : [])
            Tally.Note(carried.Code);
        if (stream.Sequences.LeavesGap(batch.Sequence) || batch.Dropped > 0)
            CloseForGap();
        var context = default(LogOddsFusion);
        if (batch.Surroundings != session.Surroundings)
            Fuse(ref context, DetectorCatalog.Surroundings, new SurroundingsWindow(session.Surroundings.Without(session.Moved), batch.Surroundings));
        if (context.Judged)
            Account = Account.Add(passed ? context.Impostor(policy) * policy.DoubtAfterPass : context.Impostor(policy), policy);
    }

    public TrustAccount Account { get; private set; }

    /// <summary>The highest posterior of a bot after any window of the batch; the standing one when none closed.</summary>
    public double HighestRisk { get; private set; }

    /// <summary>What spoke loudest when the risk passed the bound.</summary>
    public ReasonCode BlockedBy { get; private set; } = ContextReasons.BlockStands;

    public int OutOfOrder { get; private set; }

    public EvidenceTally Tally;

    /// <summary>The windows that closed and may teach.</summary>
    public LessonDraft Lesson;

    /// <summary>What the session remembers of its key strokes, after the batch.</summary>
    public readonly KeyMemory Memory => memory;

    /// <summary>The session's open sample of free typing, after the batch.</summary>
    public readonly TypingSums Sample => sample;

    /// <summary>Merges keys, pointer and signals by time.</summary>
    public void Replay(Batch batch)
    {
        var strokes = batch.Keys.Span;
        var samples = batch.Pointer.Span;
        var signals = batch.Signals.Span;
        int k = 0, p = 0, s = 0;
        while (k < strokes.Length || p < samples.Length || s < signals.Length)
        {
            var keyAt = k < strokes.Length ? strokes[k].Down : double.PositiveInfinity;
            var sampleAt = p < samples.Length ? samples[p].T : double.PositiveInfinity;
            var signalAt = s < signals.Length ? signals[s].T : double.PositiveInfinity;
            if (signalAt <= keyAt && signalAt <= sampleAt)
                Take(signals[s++]);
            else if (keyAt <= sampleAt)
                Take(strokes[k++]);
            else
                Take(samples[p++]);
        }

        if (OutOfOrder > 0)
            Tally.Note(ContextReasons.OutOfOrder);
    }

    /// <summary>The stream after the batch.</summary>
    public readonly StreamState Stream(Batch batch, DateTimeOffset now) => stream with
    {
        Sequences = stream.Sequences.Add(batch.Sequence),
        Clock = clock,
        TouchedAt = now.ToUnixTimeMilliseconds(),
        GapPending = gapPending,
        ExcusedUntil = excusedUntil,
        IsParked = false,
        Keys = keys,
        Pointer = pointer,
        Entry = entry,
        Typing = typing,
    };

    private void Take(in Signal signal)
    {
        if (late)
            return;
        if (signal.ExemptsKeys)
        {
            if (keys.Strokes > 0)
                keys.Excuse();
            entry.Break();
            // However far ahead a claim is dated, it reaches from where the stream is.
            var from = clock.LastEvent > 0 ? Math.Min(signal.T, clock.LastEvent + StreamClock.SetBack) : signal.T;
            excusedUntil = from + DeclarationReach;
        }
        else if (signal.Type == SignalType.VirtualClick)
        {
            pointer.ExcusePresses(signal.T);
        }
        else if (signal.Type is SignalType.Hidden or SignalType.Visible or SignalType.Blur or SignalType.Focus)
        {
            pointer.Abandon();
            if (entry.Close(out var window))
                Judge(window);
        }
    }

    private void Take(in KeyStroke stroke)
    {
        if (late || (keys.IsOutOfOrder(stroke) && !WasSetBack(stroke.Down)))
        {
            OutOfOrder++;
            entry.Break();
            return;
        }

        if (!Advance(stroke.Down))
        {
            AbandonKeys();
            return;
        }

        var declared = stroke.Down <= excusedUntil;
        if (declared)
            keys.Excuse();
        TakeRhythm(stroke, declared);
        var exempt = keys.Exempt;
        if (!keys.Add(stroke, resolution, ref memory, out var window))
            return;
        if (exempt)
            Tally.Note(ContextReasons.DeclaredInput);
        else
            Judge(DetectorCatalog.Keys, window);
    }

    /// <summary>What a stroke tells of who typed it: within a fixed text by its place, else by its keys.</summary>
    private void TakeRhythm(in KeyStroke stroke, bool declared)
    {
        if (entry.Add(stroke, resolution, !declared, out var entered))
            Judge(entered);
        if (stroke.Field != 0 || declared || resolution > TypingTrace.CoarsestTimer)
        {
            typing.Interrupt();
            return;
        }

        var (hold, interval) = typing.Observe(stroke);
        if (Lesson.TakesTyping)
            Collect(hold, interval);
        if (baseline.Typing is { } profile)
        {
            if (hold is { } held)
                typing.Note(profile.Score(held));
            if (interval is { } between)
                typing.Note(profile.Score(between));
        }

        if (typing.Close(out var window))
            Judge(DetectorCatalog.Typing, window);
    }

    private void Collect(TypingTime? hold, TypingTime? interval)
    {
        if (!sampleIsMine)
            (sample, sampleIsMine) = (sample.Copy(), true);
        sample.Add(hold, interval);
        if (sample.Strokes < TypingSums.SampleStrokes)
            return;
        Lesson.Add(sample);
        sample = new();
    }

    private void Judge(in EntryWindow window)
    {
        Judge(DetectorCatalog.Entries, window);
        Lesson.Add(window);
    }

    private void AbandonKeys()
    {
        keys.Abandon();
        entry.Abandon();
        typing.Abandon();
    }

    private void Take(in PointerSample sample)
    {
        if (late || (pointer.IsOutOfOrder(sample) && !WasSetBack(sample.T)))
        {
            OutOfOrder++;
            return;
        }

        if (!Advance(sample.T))
            pointer.Abandon();
        else if (pointer.Add(sample, resolution, out var window))
        {
            Judge(DetectorCatalog.Strokes, window);
            Lesson.Add(window);
        }
    }

    /// <summary>Whether the client's clock was set back so far that the old windows mean nothing any more.</summary>
    private bool WasSetBack(double t)
    {
        if (t >= clock.LastEvent - StreamClock.SetBack)
            return false;
        AbandonKeys();
        pointer.Abandon();
        return true;
    }

    /// <summary>Earns the time up to an event; false when the client claims more than has passed.</summary>
    private bool Advance(double t)
    {
        clock = clock.Advance(t);
        if (!clock.Exceeds(timeLimit))
            return true;
        clock = clock.Hold(timeLimit);
        Tally.Note(ContextReasons.TimeCompression);
        return false;
    }

    private void CloseForGap()
    {
        AbandonKeys();
        pointer.Abandon();
        gapPending = true;
        Tally.Note(ContextReasons.Gap);
    }

    private void Judge<TWindow>(IDetector<TWindow>[] detectors, in TWindow window)
        where TWindow : struct, IWindow
    {
        var fusion = default(LogOddsFusion);
        Fuse(ref fusion, detectors, window);
        if (!fusion.Judged)
            return;
        if (window.IsConclusive && !decayed)
            (Account, decayed) = (Account.Decay(idle, policy), true);
        var impostor = fusion.Impostor(policy);
        if (passed && impostor > 0)
            impostor *= policy.DoubtAfterPass;
        Account = Account.Add(fusion.Bot(policy), impostor, gapPending ? quality / 2 : quality, clock.Earned, policy, window.IsConclusive);
        gapPending = false;
        var risk = Account.Risk(policy);
        if (risk <= HighestRisk)
            return;
        HighestRisk = risk;
        BlockedBy = Tally.Loudest() ?? BlockedBy;
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
