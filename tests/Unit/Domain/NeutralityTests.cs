using FsCheck.Xunit;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Detection.Physics;
using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>Invariant 8 (no evidence is not bad evidence) and invariant 12 (time is earned).</summary>
public sealed class NeutralityTests
{
    public static readonly TheoryData<int> Seeds = [.. Enumerable.Range(1, 30)];

    /// <summary>Of simulated people, the typing net takes about one of a hundred for a bot, such as the one with seed 36.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Invariant8_WhenAModalityIsAbsent_NothingSpeaksAgainstThePerson(int seed)
    {
        foreach (var behaviour in new[] { Behaviour.HumanTyping(seed, 150), Behaviour.HumanPointing(seed, 20) })
        {
            var sitting = new Sitting().Play(behaviour.BySecond());
            Assert.Equal(Decision.Allow, sitting.Last.Decision);
            Assert.True(sitting.Session.Account.Trust > sitting.Policy.InitialTrust);
        }
    }

    [Theory]
    [InlineData(SignalType.Paste)]
    [InlineData(SignalType.Autofill)]
    [InlineData(SignalType.Dictation)]
    [InlineData(SignalType.Composition)]
    public void Invariant8_WhenInputIsDeclared_ItNeitherHarmsNorEarnsMass(SignalType declared)
    {
        var behaviour = Behaviour.ScriptTyping(20);
        behaviour.Signals.Add(new(Behaviour.Start, declared, 20));
        var sitting = new Sitting();

        sitting.Score(behaviour.Whole(), Sitting.Opened.AddSeconds(2));

        Assert.Equal(0, sitting.Session.Account.Mass);
        Assert.Equal(0, sitting.Session.Account.Bot.Sum);
        Assert.Equal(sitting.Policy.InitialTrust, sitting.Session.Account.Trust);
        Assert.Contains(sitting.Last.Reasons, r => r.Code == ContextReasons.DeclaredInput);
    }

    [Fact]
    public void Invariant8_WhenNothingIsDeclared_TheSameInputBlocks()
    {
        var sitting = new Sitting();
        sitting.Score(Behaviour.ScriptTyping(20).Whole(), Sitting.Opened.AddSeconds(2));
        Assert.Equal(Decision.Block, sitting.Last.Decision);
    }

    [Fact]
    public void Invariant8_WhenFingersTapWithoutMoves_NothingSpeaksAgainstThem()
    {
        var behaviour = new Behaviour();
        var random = new Random(3);
        for (var i = 0; i < 40; i++)
        {
            var (t, x, y) = (Behaviour.Start + (i * 700), random.Next(20, 380), random.Next(20, 780));
            behaviour.Pointer.Add(new(t, x, y, PointerAction.Down, PointerKind.Touch));
            behaviour.Pointer.Add(new(t + 90, x, y, PointerAction.Up, PointerKind.Touch));
        }

        var sitting = new Sitting().Play(behaviour.BySecond());
        Assert.Equal(Decision.Allow, sitting.Last.Decision);
        Assert.Equal(0, sitting.Session.Account.Bot.Sum);
    }

    [Fact]
    public void Invariant8_WhenADragFollowsOnePixelRow_NothingSpeaksAgainstIt()
    {
        var behaviour = new Behaviour();
        for (var i = 0; i <= 40; i++)
            behaviour.Pointer.Add(
                new(
                    Behaviour.Start + (i * 16),
                    200 + Math.Round(300 * Math.Sin(i * Math.PI / 80)),
                    300,
                    PointerAction.Move,
                    PointerKind.Mouse
                )
            );
        var sitting = new Sitting();

        sitting.Score(behaviour.Whole(), Sitting.Opened.AddSeconds(2));

        Assert.DoesNotContain(sitting.Last.Reasons, r => r.Code.Slug == "perfect_line");
        Assert.Equal(Decision.Allow, sitting.Last.Decision);
    }

    /// <summary>
    /// Remote desktops report the pointer in ticks, so most of an approach is not seen, even if the next one starts soon after a click.
    /// </summary>
    [Property(MaxTest = 100)]
    public void Invariant8_WhenTheClientReportsAFewPositionsASecond_PressesAreNotCalledUnapproached(int seed)
    {
        var random = new Random(seed);
        var tick = random.Next(50, 160);
        var seen = new Behaviour();
        foreach (var (path, press) in Approaches(seed, random))
        {
            seen.Pointer.AddRange(
                path.GroupBy(sample => Math.Ceiling(sample.T / tick) * tick)
                    .Where(shown => shown.Key < press)
                    .Select(shown => shown.Last() with { T = shown.Key })
            );
            seen.Pointer.Add(path[^1] with { T = press, Action = PointerAction.Down });
            seen.Pointer.Add(path[^1] with { T = press + 60, Action = PointerAction.Up });
        }

        var motion = default(PointerMotion);
        foreach (var sample in seen.Pointer)
            if (motion.Add(sample, new(1, 1), PathNet.Shipped, out var stroke))
                Assert.Equal(Evidence.None, new PressWithoutApproach().Judge(stroke, Baseline.None));
    }

    /// <summary>Reaches with the times of their presses; some start soon after the previous press.</summary>
    private static IEnumerable<(List<PointerSample> Path, double Press)> Approaches(int seed, Random random)
    {
        var end = Behaviour.Start;
        foreach (var reach in Reaches(Behaviour.HumanPointing(seed, 30).Pointer))
        {
            var delay = end + random.Next(70, 400) - reach[0].T;
            List<PointerSample> path = [.. reach.Select(sample => sample with { T = sample.T + delay })];
            end = path[^1].T + random.Next(20, 200);
            yield return (path, end);
        }
    }

    private static IEnumerable<List<PointerSample>> Reaches(List<PointerSample> samples)
    {
        List<PointerSample> reach = [];
        foreach (var sample in samples)
        {
            if (reach.Count > 0 && sample.T - reach[^1].T > 100)
            {
                yield return reach;
                reach = [];
            }

            reach.Add(sample);
        }

        yield return reach;
    }

    [Property(MaxTest = 30)]
    public void Invariant12_WhenMoreTimeIsClaimedThanHasPassed_TheRestIsNeutral(int seed)
    {
        var behaviour = Behaviour.HumanTyping(seed, 1500);
        var sitting = new Sitting();

        sitting.Score(behaviour.Whole(), Sitting.Opened.AddSeconds(1));

        var policy = sitting.Policy;
        var earned = 1 + policy.TimeGrace.TotalSeconds;
        // Time is earned from the first key on.
        var keys = behaviour.Keys.TakeWhile(k => k.Down - behaviour.Keys[0].Down <= earned * 1000).ToList();
        var possible = (keys.Count / KeyRhythm.WindowStrokes) + 1 + (keys.Count / TypingTrace.WindowStrokes) + Bursts(keys);
        Assert.InRange(sitting.Session.Account.Windows, 0, possible);
        Assert.True(sitting.Session.Account.Trust - policy.InitialTrust <= ((earned / 10) + 1) * policy.RisePerTenSeconds);
        Assert.True(sitting.Session.Streams[0].Clock.Earned <= earned * 1000);
        Assert.Contains(sitting.Session.LastReasons, r => r.Code == ContextReasons.TimeCompression);
    }

    /// <summary>Keys that a person happens to press very fast are windows of their own.</summary>
    private static int Bursts(IEnumerable<KeyStroke> keys)
    {
        var (rhythm, memory, bursts) = (default(KeyRhythm), default(KeyMemory), 0);
        foreach (var key in keys)
        {
            rhythm.Add(key, 0.1, ref memory, out _, out var burst);
            bursts += burst.Strokes > 0 ? 1 : 0;
        }

        return bursts;
    }

    [Fact]
    public void Invariant12_WhenTheClientsClockJumps_ThePersonGoesOn()
    {
        var before = Behaviour.HumanTyping(5, 60);
        var after = Behaviour.HumanTyping(6, 60, Behaviour.Start + TimeSpan.FromHours(3).TotalMilliseconds);
        var sitting = new Sitting().Play(before.BySecond());
        var windows = sitting.Session.Account.Windows;

        sitting.Score(after.Whole(1000), Sitting.At(before.End).AddSeconds(20));

        Assert.True(sitting.Session.Account.Windows > windows);
        Assert.Equal(Decision.Allow, sitting.Last.Decision);
    }
}
