using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Unit.Tests;

/// <summary>
/// The pointer model on generated people, whose paths go through the product's <see cref="PointerMotion"/>. eval/accuracy measures its
/// accuracy on real ones.
/// </summary>
public sealed class PointerProfileTests
{
    private static readonly PointerBackground People = PointerBackground.Of([
        .. Enumerable.Range(100, 8).Select(seed => new Mover(seed).Kept(150)),
    ]);

    [Fact]
    public void Score_WhenSomebodyElseMoves_IsHigherThanThePersonsOwn()
    {
        var (person, other) = (new Mover(1), new Mover(2));
        var profile = PointerProfile.Learn(person.Kept(300), People)!;
        Assert.True(person.Strokes(60).Average(stroke => profile.Score(stroke)) < -0.2);
        Assert.True(other.Strokes(60).Average(stroke => profile.Score(stroke)) > 0);
    }

    /// <summary>Few strokes must not make the person's later ones look like somebody else's.</summary>
    [Fact]
    public void Score_WhenThereWereFewStrokes_ExpectsLaterOnesAsFarBelowZeroAsOthersAbove()
    {
        var (own, others) = (0.0, 0.0);
        for (var seed = 1; seed <= 8; seed++)
        {
            var strokes = new Mover(seed).Strokes(400);
            var profile = PointerProfile.Learn(
                strokes.Take(PointerProfile.MinStrokes).Select(stroke => StrokeSample.Of(stroke)!), People)!;
            own += strokes.Skip(PointerProfile.MinStrokes).Average(stroke => profile.Score(stroke)) / 8;
            others += new Mover(seed + 20).Strokes(300).Average(stroke => profile.Score(stroke)) / 8;
        }

        Assert.Equal(others, -own, 0.25 * (others - own));
    }

    /// <summary>Whoever moves like people at large, a bit of each, cannot be told from them, so little is evidence.</summary>
    [Fact]
    public void Score_WhenThePersonCannotBeToldFromPeople_SaysLittle()
    {
        var movers = Enumerable.Range(100, 8).Select(seed => new Mover(seed).Kept(40)).ToArray();
        var profile = PointerProfile.Learn(Enumerable.Range(0, 40).SelectMany(i => movers.Select(mover => mover[i])), People)!;
        var told = PointerProfile.Learn(new Mover(1).Kept(320), People)!;
        var probe = new Mover(3).Strokes(60);
        Assert.InRange(
            probe.Average(stroke => Math.Abs(profile.Score(stroke))) / probe.Average(stroke => Math.Abs(told.Score(stroke))), 0, 0.4);
    }

    [Fact]
    public void Learn_WhenTooLittleWasSeen_IsNoProfile() =>
        Assert.Null(PointerProfile.Learn(new Mover(1).Kept(PointerProfile.MinStrokes - 1), People));

    [Fact]
    public void Learn_WhenRepeated_ScoresTheSame()
    {
        var probe = new Mover(3).Strokes(20);
        var (first, second) = (
            PointerProfile.Learn(new Mover(1).Kept(120), People)!,
            PointerProfile.Learn(new Mover(1).Kept(120), People)!
        );
        Assert.Equal(probe.Select(stroke => first.Score(stroke)), probe.Select(stroke => second.Score(stroke)));
    }

    [Fact]
    public void Score_WhenTheStrokeWasKept_IsTheSame()
    {
        // The traits of these people are the bounds of the bins.
        var (profile, people) = (PointerProfile.Learn(new Mover(1).Kept(120), People)!, new Mover(100).Strokes(150));
        Assert.All(people, stroke => Assert.Equal(profile.Score(stroke), profile.Score(StrokeSample.Of(stroke)!)));
    }

    [Fact]
    public void Score_WhenAPressCameWithoutAMovement_IsNoNumber() =>
        Assert.True(double.IsNaN(PointerProfile.Learn(new Mover(1).Kept(120), People)!.Score(new StrokeWindow { PressJump = 40 })));

    [Fact]
    public void Score_WhateverTheStroke_IsFinite()
    {
        var profile = PointerProfile.Learn(new Mover(1).Kept(120), People)!;
        StrokeWindow[] odd =
        [
            new()
            {
                Samples = 4,
                Duration = 1e-9,
                Length = 1e-9,
                Direction = double.NaN,
                PressPause = double.NaN,
            },
            new()
            {
                Samples = 1_000_000,
                Duration = 1e12,
                Length = 1e12,
                Chord = 1e12,
                Direction = Math.PI,
                Turning = -1e9,
                SpeedVariation = 1e9,
                IsDrag = true,
            },
        ];
        Assert.All(odd, stroke => Assert.True(double.IsFinite(profile.Score(stroke))));
    }

    [Fact]
    public void Window_WhenAButtonWasHeld_TellsItOnceAndWhatCameBetween()
    {
        var motion = default(PointerMotion);
        List<StrokeWindow> closed = [];
        void Send(double t, double x, PointerAction action)
        {
            if (motion.Add(new(t, x, 0.75 * x, action, PointerKind.Mouse), new(1, 1), PathNet.Shipped, out var window)) closed.Add(window);
        }

        for (var i = 0; i < 20; i++) Send(1_000 + (i * 20), 10 + (i * 5), PointerAction.Move);
        Send(1_500, 105, PointerAction.Down);
        Send(1_590, 105, PointerAction.Up);
        for (var i = 0; i < 20; i++) Send(2_000 + (i * 20), 110 - (i * 5), PointerAction.Move);
        Send(3_000, 15, PointerAction.Down);
        Send(3_060, 15, PointerAction.Up);
        Assert.Equal(2, closed.Count);
        Assert.Equal((120.0, true, false), (closed[0].PressPause, double.IsNaN(closed[0].ButtonHold), closed[0].IsDrag));
        Assert.Equal((90.0, 500.0, Math.Atan2(-0.75, -1)), (closed[1].ButtonHold, closed[1].RestBefore, closed[1].Direction));
    }
}
