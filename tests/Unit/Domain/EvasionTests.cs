using Sentinel.Domain.Detection;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>Cheap ways to silence detectors may avoid a block, but input that cannot be judged earns no trust.</summary>
public sealed class EvasionTests
{
    private const double Minute = 60_000;

    [Theory]
    [InlineData(16.5)]
    [InlineData(20)]
    [InlineData(100)]
    public void Score_WhenTheClientClaimsACoarseTimer_AMetronomeEarnsNothing(double resolution) =>
        AssertNeverTrusted(FreeText(100, 60), batch => batch with { TimerResolution = resolution });

    [Fact]
    public void Score_WhenOneBatchOfAWindowClaimsACoarseTimer_AMetronomeEarnsNothing() =>
        AssertNeverTrusted(FreeText(100, 60), batch => batch.Sequence % 2 == 0 ? batch with { TimerResolution = 60 } : batch);

    [Fact]
    public void Score_WhenReleasesAreWithheld_TheCadenceIsSeenAllTheSame()
    {
        var typed = new Behaviour();
        for (var i = 0; i < 2000; i++)
            typed.Keys.Add(
                new(Behaviour.Start + (i * 30), i % 2 == 0 ? double.NaN : Behaviour.Start + (i * 30) + 70 + (i % 9 * 5), KeyCode.Other)
            );
        AssertNeverTrusted(typed, batch => batch);
    }

    [Fact]
    public void Score_WhenPointsAreRandomAndCoarse_TheyEarnNothing()
    {
        var random = new Random(5);
        var moved = new Behaviour();
        for (var i = 0; i < 1500; i++)
            moved.Pointer.Add(new(Behaviour.Start + (i * 40), random.Next(1200), random.Next(700), PointerAction.Move, PointerKind.Mouse));
        AssertNeverTrusted(moved, batch => batch);
    }

    [Fact]
    public void Score_WhenThereAreOnlyPresses_TheyEarnNothing() => AssertNeverTrusted(Presses(1000, 60), batch => batch);

    /// <summary>As mouse keys and remote controls move a pointer: it says nothing, and a script that does the same earns nothing.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(16.67)]
    [InlineData(50)]
    public void Score_WhenThePointerMovesInEightDirectionsAtOneSpeed_ItEarnsNothing(double interval)
    {
        var (moved, random, t, x, y) = (new Behaviour(), new Random(3), Behaviour.Start, 500.0, 500.0);
        for (var stroke = 0; stroke < 60; stroke++)
        {
            var direction = random.Next(8) * Math.PI / 4;
            for (var i = 0; i < 700 / interval; i++)
            {
                (x, y) = (x + Math.Round(6 * Math.Cos(direction)), y + Math.Round(6 * Math.Sin(direction)));
                moved.Pointer.Add(new(t += interval, x, y, PointerAction.Move, PointerKind.Mouse));
            }

            t += 600;
        }

        AssertNeverTrusted(moved, batch => batch);
        Assert.Equal(0, new Sitting().Play(moved.BySecond()).Session.Account.Bot.Sum);
    }

    /// <summary>The scale tells how positions with fractions are rounded; whole ones are judged as without it.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(0.25)]
    public void Score_WhenAScriptClaimsAScale_ItsSteadyLinesAreSeenAllTheSame(double scale)
    {
        var (whole, fractions) = (Behaviour.ScriptPointing(20), Behaviour.ScriptPointing(20));
        for (var i = 0; i < whole.Pointer.Count; i++)
            whole.Pointer[i] = whole.Pointer[i] with { X = Math.Round(whole.Pointer[i].X), Y = Math.Round(whole.Pointer[i].Y) };
        var (plain, claimed) = (new Sitting().Play(whole.BySecond()), Claiming(whole));
        Assert.Equal(plain.Session.Account, claimed.Session.Account);
        Assert.NotEqual(Decision.Allow, claimed.Last.Decision);
        Assert.NotEqual(Decision.Allow, Claiming(fractions).Last.Decision);

        Sitting Claiming(Behaviour behaviour) =>
            new Sitting().Play(behaviour.BySecond().Select(one => (one.Batch with { Scale = scale }, one.At)));
    }

    /// <summary>Fast clicks alone do not mean that the client samples coarsely.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(150)]
    [InlineData(400)]
    public void Score_WhenThePointerAppearsWhereItClicks_ItIsRefusedAtEveryPace(double pace)
    {
        var sitting = new Sitting().Play(Behaviour.ScriptClicking(40, pace).BySecond());
        Assert.NotEqual(Decision.Allow, sitting.Last.Decision);
        Assert.Contains(sitting.Last.Reasons, reason => reason.Code.Slug == "press_without_approach");
    }

    [Fact]
    public void Score_WhenHarmlessPressesAreMixedIn_TheScriptIsBlockedAllTheSame()
    {
        var sitting = new Sitting().Play(Behaviour.ScriptTyping(60).With(Presses(2000, 1)).BySecond());
        Assert.Equal(Decision.Block, sitting.Last.Decision);
    }

    /// <summary>A script that claims that all of its keys are one key again and again, or one that never came up.</summary>
    [Theory]
    [InlineData(KeyCode.Space, 20)]
    [InlineData(KeyCode.ArrowDown, 20)]
    [InlineData(KeyCode.Punctuation, 1)]
    [InlineData(KeyCode.LetterLeft, double.NaN)]
    [InlineData(KeyCode.Masked, double.NaN)]
    public void Score_WhenAScriptClaimsOneKeyAgainAndAgain_EarnsNothing(KeyCode code, double hold)
    {
        var typed = FreeText(90, 20);
        for (var i = 0; i < typed.Keys.Count; i++)
            typed.Keys[i] = typed.Keys[i] with { Code = code, Up = typed.Keys[i].Down + hold };
        AssertNeverTrusted(typed, batch => batch);
    }

    /// <summary>One letter again and again at a varied pace is tapping: it is no evidence against anybody, and for nobody.</summary>
    /// <summary>Keys with which people go through a page, in turn, are no typing.</summary>
    [Fact]
    public void Score_WhenAScriptClaimsNavigationAndEnterInTurn_EarnsNothing()
    {
        var typed = Behaviour.HumanTyping(3, 200);
        for (var i = 0; i < typed.Keys.Count; i++)
            typed.Keys[i] = typed.Keys[i] with { Code = i % 2 == 0 ? KeyCode.Navigation : KeyCode.Enter };
        AssertNeverTrusted(typed, batch => batch);
    }

    /// <summary>Delays so long that their tail counts as pauses: neither evidence for a bot nor for a person.</summary>
    [Theory]
    [InlineData(400, 1_400)]
    [InlineData(700, 1_400)]
    [InlineData(600, 3_000)]
    public void Score_WhenAScriptTypesSlowlyWithUniformDelays_EarnsNothing(double least, double most)
    {
        var (typed, random, t) = (new Behaviour(), new Random(5), Behaviour.Start);
        for (var i = 0; i < 400; i++)
        {
            typed.Keys.Add(new(t, t + 60 + (80 * random.NextDouble()), i % 3 == 0 ? KeyCode.LetterRight : KeyCode.LetterLeft));
            t += least + ((most - least) * random.NextDouble());
        }

        AssertNeverTrusted(typed, batch => batch);
    }

    [Fact]
    public void Score_WhenAScriptClaimsOneLetterAtAPersonsCadence_EarnsNothing()
    {
        var typed = Behaviour.HumanTyping(3, 300);
        for (var i = 0; i < typed.Keys.Count; i++)
            typed.Keys[i] = typed.Keys[i] with { Code = KeyCode.LetterLeft };
        AssertNeverTrusted(typed, batch => batch);
    }

    /// <summary>
    /// A fixed pace with a rest before every ten keys, as in the README: the rest is in every window, and hides neither pace nor holds.
    /// </summary>
    [Theory]
    [InlineData(40, 640)]
    [InlineData(40, 1_400)]
    [InlineData(80, 900)]
    [InlineData(150, 700)]
    public void Score_WhenAFixedPaceRestsInEveryWindow_IsBlockedInTheSecond(double pace, double rest)
    {
        var sitting = new Sitting();
        var t = Behaviour.Start;
        for (var batch = 1; batch <= 2; batch++)
        {
            var typed = new Behaviour();
            for (var i = 0; i < 10; i++, t += pace)
                typed.Keys.Add(new(t, t + 1, KeyCode.LetterLeft));
            t += rest - pace;
            sitting.Score(typed.Whole(batch), Sitting.At(t));
        }

        Assert.Equal(Decision.Block, sitting.Last.Decision);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(1000, 0)]
    [InlineData(1, 1)]
    public void Score_WhenALoopChangesStreamsOrDropsEvents_ItsRepetitionIsSeenAllTheSame(int streams, int dropped)
    {
        var random = new Random(9);
        var loop = Enumerable
            .Range(0, 10)
            .Select(_ => (Hold: 60 + (random.NextDouble() * 70), Next: 90 + (random.NextDouble() * 320)))
            .ToArray();
        var sitting = new Sitting();
        var t = Behaviour.Start;
        for (var turn = 0; turn < 40; turn++)
        {
            var typed = new Behaviour();
            foreach (var (hold, next) in loop)
            {
                typed.Keys.Add(new(t, t + hold, KeyCode.Other));
                t += next;
            }

            sitting.Score(typed.Whole((turn * 2) + 1) with { Stream = StreamId.Of($"tab-{turn % streams}") }, Sitting.At(t));
            if (dropped > 0)
                sitting.Score(new Behaviour().Whole((turn * 2) + 2) with { Dropped = dropped }, Sitting.At(t));
        }

        Assert.Equal(Decision.Challenge, sitting.Last.Decision);
    }

    [Fact]
    public void Score_WhenTheUserBringsTrustAlong_UnjudgedInputDoesNotMakeItTrusted()
    {
        var sitting = new Sitting(Sentinel.Domain.Sessions.UserState.New with { CarryOver = 1 });
        foreach (var (batch, at) in FreeText(100, 60).BySecond())
            sitting.Score(batch with { TimerResolution = 20 }, Sitting.At(at));
        Assert.NotEqual(Phase.Trusted, sitting.Session.Phase);
    }

    [Fact]
    public void Score_WhenABotTakesOverWithUnjudgedInput_HighIsChallengedOnceTheEvidenceIsOld()
    {
        var person = Behaviour.HumanTyping(7, 250).With(Behaviour.HumanPointing(8, 30));
        var sitting = new Sitting(Sitting.Proven).Play(person.BySecond());
        Assert.Equal(Decision.Allow, sitting.Decide(Sensitivity.High, Sitting.At(person.End)));

        long sequence = 10_000;
        var resume = person.End + 1_000;
        foreach (
            var (batch, at) in FreeText(100, 60, resume, minutes: 3).CutAt(Enumerable.Range(1, 180).Select(i => resume + (i * 1000.0)))
        )
            sitting.Score(batch with { TimerResolution = 20, Sequence = ++sequence }, Sitting.At(at));

        Assert.Equal(Decision.Challenge, sitting.Decide(Sensitivity.High, Sitting.At(resume + (3 * Minute))));
    }

    [Fact]
    public void Invariant8_WhenTheDeclarationComesInTheBatchBefore_ItStillHolds()
    {
        var sitting = new Sitting();
        var declared = new Behaviour();
        declared.Signals.Add(new(Behaviour.Start, SignalType.Autofill, 20));
        sitting.Score(declared.Whole(1), Sitting.Opened.AddSeconds(1));

        sitting.Score(Behaviour.ScriptTyping(10, Behaviour.Start + 20).Whole(2), Sitting.Opened.AddSeconds(2));

        Assert.Equal(0, sitting.Session.Account.Bot.Sum);
        Assert.Contains(sitting.Last.Reasons, r => r.Code == ContextReasons.DeclaredInput);
    }

    [Fact]
    public void Invariant8_WhenDeclaredInputWasRegular_ItDoesNotSpeakAgainstWhatIsTypedLater()
    {
        var dictated = FreeText(90, 40, minutes: 0.12);
        for (var at = 0; at < 8_000; at += 500)
            dictated.Signals.Add(new(Behaviour.Start + at, SignalType.Dictation, 5));
        var typed = Behaviour.HumanTyping(3, 20, Behaviour.Start + 12_000);

        var after = new Sitting().Play(dictated.With(typed).BySecond());
        var alone = new Sitting().Play(Behaviour.HumanTyping(3, 20, Behaviour.Start + 12_000).BySecond());

        Assert.Equal(alone.Session.Account.Bot.Sum, after.Session.Account.Bot.Sum, 6);
    }

    private static void AssertNeverTrusted(Behaviour behaviour, Func<Batch, Batch> forge)
    {
        var sitting = new Sitting();
        foreach (var (batch, at) in behaviour.BySecond())
        {
            sitting.Score(forge(batch), Sitting.At(at));
            Assert.NotEqual(Phase.Trusted, sitting.Session.Phase);
            Assert.NotEqual(Decision.Allow, sitting.Decide(Sensitivity.High, Sitting.At(at)));
        }

        Assert.True(sitting.Session.Account.Trust <= sitting.Policy.InitialTrust);
    }

    private static Behaviour FreeText(double interval, double hold, double start = Behaviour.Start, double minutes = 1)
    {
        var typed = new Behaviour();
        for (var t = start; t < start + (minutes * Minute); t += interval)
            typed.Keys.Add(new(t, t + hold, KeyCode.Other));
        return typed;
    }

    private static Behaviour Presses(int count, double interval)
    {
        var pressed = new Behaviour();
        for (var i = 0; i < count; i++)
            pressed.Pointer.Add(new(Behaviour.Start + (i * interval), 100 + (i % 2 * 6), 100, PointerAction.Down, PointerKind.Mouse));
        return pressed;
    }
}
