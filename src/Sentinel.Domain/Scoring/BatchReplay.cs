using System.Collections.Immutable;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Scoring;

/// <summary>
/// Replays the events of one batch, ordered by time, into a stream's accumulators. Judges each closed window and collects it for training.
/// How events are cut into batches does not matter, but for provenance, which counts once a batch.
/// </summary>
internal ref struct BatchReplay
{
    private readonly StreamState stream;
    private readonly Baseline baseline;
    private readonly double resolution;
    private readonly double pixelStep;
    private readonly double timeLimit;
    private readonly bool late;
    private readonly ImmutableArray<Challenge> challenges;
    private readonly double mostOfWindow;
    private readonly double ahead;
    private KeyMemory memory;
    private TypingTrace typing;
    private StyleTrace style;
    private StrokeMemory strokes;
    private KeyRhythm keys;
    private PointerMotion pointer;
    private FixedTextTrace entry;
    private FreeTextTrace freeText;
    private FreeTextSums sample;
    private bool sampleIsMine;
    private SketchDraft sketches;
    private StreamClock clock;
    private InputClaims claims;
    private ProvenanceWindow provenance;

    public BatchReplay(
        SessionState session, SessionState? shadow, StreamState stream, Batch batch, UserState user, PolicyPair policies,
        DateTimeOffset now)
    {
        var policy = policies.Live;
        this.stream = stream;
        baseline = user.Baseline;
        sketches = new(session, user, policy, now);
        resolution = batch.TimerResolution;
        pixelStep = batch.PixelStep;
        challenges = session.Challenges;
        mostOfWindow = policy.MaxIdentityPerWindow;
        ahead = double.IsNaN(batch.SentAt) ? 0 : now.ToUnixTimeMilliseconds() - batch.SentAt;
        timeLimit = (now - session.OpenedAt + policy.TimeGrace).TotalMilliseconds;
        late = batch.Sequence < stream.Sequences.Highest;
        (keys, pointer, clock, claims) = (stream.Keys, stream.Pointer, stream.Clock, stream.Claims);
        (entry, freeText) = (stream.FixedText, stream.FreeText);
        (memory, typing, strokes) = (session.Keys, session.Typing, session.Strokes);
        (sample, style) = session.SampleAt(now);
        Windows = new(session, shadow, baseline, resolution, stream.GapPending, policies, now);
        Draft = new TrainingDraft(session.Quota, baseline);
        foreach (var carried in session.Batches == 0 ? session.LastReasons : [])
            Windows.Tally.Note(carried.Code);
        if (stream.Sequences.LeavesGap(batch.Sequence) || batch.Dropped > 0)
            CloseForGap();
        if (batch.ClientOrigin != session.ClientOrigin)
            Windows.Judge(new OriginWindow(session.ClientOrigin.Without(session.Moved), batch.ClientOrigin));
    }

    /// <summary>The trust account and its evidence.</summary>
    public WindowScorer Windows;

    public int OutOfOrder { get; private set; }

    /// <summary>The closed windows for training.</summary>
    public TrainingDraft Draft;

    /// <summary>The session's key memory after the batch.</summary>
    public readonly KeyMemory Memory => memory;

    /// <summary>The session's open typing window after the batch.</summary>
    public readonly TypingTrace Typing => typing;

    /// <summary>The session's open stretch of free typing after the batch.</summary>
    public readonly StyleTrace Style => style;

    /// <summary>The session's memory of pointer strokes after the batch.</summary>
    public readonly StrokeMemory Strokes => strokes;

    /// <summary>The sketches of the batch.</summary>
    public readonly SketchDraft Sketches => sketches;

    /// <summary>The session's open sample of free typing, after the batch.</summary>
    public readonly FreeTextSums Sample => sample;

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

        // Once a batch, however many signals it has.
        if (provenance.IsAny)
            Windows.Judge(provenance, clock.Earned);
        if (OutOfOrder > 0)
            Windows.Tally.Note(ContextReasons.OutOfOrder);
    }

    /// <summary>The stream after the batch.</summary>
    public readonly StreamState Stream(Batch batch, DateTimeOffset now) => stream with
    {
        Sequences = stream.Sequences.Add(batch.Sequence),
        Clock = clock,
        TouchedAt = now.ToUnixTimeMilliseconds(),
        GapPending = Windows.GapPending,
        Claims = claims,
        IsParked = false,
        Keys = keys,
        Pointer = pointer,
        FixedText = entry,
        FreeText = freeText,
    };

    private void Take(in Signal signal)
    {
        if (signal.Type == SignalType.UntrustedEvent)
        {
            claims = claims.Distrust(signal.T);
            Windows.Tally.Note(ContextReasons.UntrustedInput);
        }

        provenance = provenance.With(signal.Type);
        if (late)
            return;
        if (signal.ExemptsKeys)
        {
            if (keys.Strokes > 0)
                keys.Mark(declared: true);
            entry.Break();
            claims = claims.Declare(signal.T, clock);
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

        var (declared, untrusted) = (claims.IsDeclared(stroke.Down) || IsOfChallenge(stroke), claims.IsUntrusted(stroke.Down));
        keys.Mark(declared, untrusted);
        var times = TakeRhythm(stroke, !declared && !untrusted);
        var (exempt, distrusted) = (keys.Exempt, keys.Untrusted);
        var (interval, step) = (keys.SinceLast(stroke), keys.Step(stroke, resolution));
        var closed = keys.Add(stroke, resolution, ref memory, out var window, out var burst);
        if (burst.Strokes > 0 && !exempt && Windows.HasMetAPerson)
            Windows.Tally.Note(DetectorCatalog.Bursts[0].Reason);
        else if (burst.Strokes > 0 && !exempt)
            Judge(DetectorCatalog.Bursts, burst, distrusted);
        if (closed && exempt)
            Windows.Tally.Note(ContextReasons.DeclaredInput);
        else if (closed)
            Judge(DetectorCatalog.Keys, window, distrusted);
        if (step is { } taken && !keys.IsInBurst)
        {
            TakeManner(taken, !double.IsNaN(stroke.Up), declared, untrusted);
            if (times is var (hold, between))
                TakeStyle(taken, hold, between);
        }

        CloseSample();
        if (style.IsFull)
            style = default;
        if (step is null || declared || keys.IsInBurst)
            sketches.Interrupt();
        else
            Recall(sketches.Add(interval, stroke.Hold), distrusted);
    }

    /// <summary>Declared input is left out: a declaration now and then does not keep the window from closing.</summary>
    private void TakeManner(in TypingStep step, bool released, bool declared, bool untrusted)
    {
        if (declared)
            typing.Declare();
        else if (typing.Add(step, TypingNet.Shipped, released, untrusted, out var window, out var ofUntrusted))
            Judge(DetectorCatalog.Typing, window, ofUntrusted);
    }

    /// <summary>Whether it was typed before a challenge was passed, in a batch that came after the report: as declared input.</summary>
    private readonly bool IsOfChallenge(in KeyStroke stroke)
    {
        foreach (var challenge in challenges)
        {
            if (challenge.Covers(DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Clamp(stroke.Down + ahead, 0, 253e12))))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Adds a key stroke to the models of who typed it: by position in a fixed text, otherwise by keys. Declared and untrusted input is
    /// left out.
    /// </summary>
    /// <returns>Its times as free typing; null if it is none.</returns>
    private (FreeTextTime? Hold, FreeTextTime? Interval)? TakeRhythm(in KeyStroke stroke, bool own)
    {
        if (entry.Add(stroke, resolution, own, out var entered))
            Judge(entered);
        if (stroke.Field != 0 || !own || resolution > FreeTextTrace.CoarsestTimer)
        {
            freeText.Interrupt();
            return null;
        }

        var (hold, interval) = freeText.Observe(stroke);
        if (Draft.TakesFreeText)
            Collect(hold, interval);
        return (hold, interval);
    }

    /// <summary>Adds a key stroke of free typing to the stretch. Its every window says what it says more than the one before.</summary>
    private void TakeStyle(in TypingStep step, FreeTextTime? hold, FreeTextTime? interval)
    {
        if (hold is { } held && baseline.FreeText is { } ofHolds)
            style.Note(ofHolds.Score(held));
        if (interval is { } between && baseline.FreeText is { } ofIntervals)
            style.Note(ofIntervals.Score(between));
        if (style.Add(step, StyleNet.Shipped))
            CloseStyle(style.Style(StyleNet.Shipped));
    }

    private void CloseStyle(TypingStyle typed) =>
        Judge(DetectorCatalog.FreeText, style.Close(baseline.Style?.Nats(typed, style.Strokes, StyleNet.Shipped), mostOfWindow));

    private void Collect(FreeTextTime? hold, FreeTextTime? interval)
    {
        if (!sampleIsMine)
            (sample, sampleIsMine) = (sample.Copy(), true);
        sample.Add(hold, interval);
    }

    /// <summary>Hands on a full sample with its style, and begins another stretch with the next sample.</summary>
    private void CloseSample()
    {
        if (sample.Strokes < FreeTextSums.SampleStrokes)
            return;
        var typed = style.Style(StyleNet.Shipped);
        if (style.IsSample)
            sample = sample.With(typed);
        if (style.HasOpenWindow)
            CloseStyle(typed);
        style = default;
        Draft.Add(sample);
        sample = new();
    }

    private void Judge(in FixedTextWindow window)
    {
        Judge(DetectorCatalog.FixedText, window);
        Draft.Add(window);
    }

    /// <summary>Compares a new sketch with those of the user's other sessions.</summary>
    private void Recall(int? distance, bool untrusted)
    {
        if (distance is { } nearest)
            Judge(DetectorCatalog.Replays, new ReplayWindow(nearest), untrusted);
    }

    private void AbandonKeys()
    {
        sketches.Interrupt();
        keys.Abandon();
        entry.Abandon();
        freeText.Interrupt();
    }

    private void Take(in PointerSample sample)
    {
        if (late || (pointer.IsOutOfOrder(sample) && !WasSetBack(sample.T)))
        {
            OutOfOrder++;
            return;
        }

        var untrusted = claims.IsUntrusted(sample.T) || claims.IsUntrusted(pointer.OpenSince);
        if (!Advance(sample.T))
            pointer.Abandon();
        else if (pointer.Add(sample, new(resolution, pixelStep), PathNet.Shipped, out var window))
        {
            Judge(DetectorCatalog.Strokes, window, untrusted);
            if (window.HasCourse)
                Judge(DetectorCatalog.Courses, new CourseWindow(window.Course, window.Cells, strokes.Add(window)), untrusted);
            if (window.IsDistinct)
                Recall(sketches.Add(window.Sketch), untrusted);
            if (!untrusted)
                Draft.Add(window);
        }
    }

    /// <summary>Whether the client's clock was set back so far that the open windows are useless.</summary>
    private bool WasSetBack(double t)
    {
        if (t >= clock.LastEvent - StreamClock.SetBack)
            return false;
        AbandonKeys();
        pointer.Abandon();
        claims = claims.SetBack(t);
        return true;
    }

    /// <summary>Earns the time up to an event; false when the client claims more time than has passed.</summary>
    private bool Advance(double t)
    {
        clock = clock.Advance(t);
        if (!clock.Exceeds(timeLimit))
            return true;
        clock = clock.Hold(timeLimit);
        Windows.Tally.Note(ContextReasons.TimeCompression);
        return false;
    }

    private void CloseForGap()
    {
        AbandonKeys();
        pointer.Abandon();
        Windows.NoteGap();
    }

    private void Judge<TWindow>(IDetector<TWindow>[] detectors, in TWindow window, bool untrusted = false)
        where TWindow : struct, IWindow => Windows.Judge(detectors, window, clock.Earned, untrusted);
}
