using System.Collections.Immutable;
using FsCheck.Xunit;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;
using PasswordTypist = Sentinel.Simulation.PasswordTypist;
using KeyStroke = Sentinel.Domain.Telemetry.KeyStroke;

namespace Sentinel.Unit.Tests;

/// <summary>
/// Input of an earlier session that is played again is challenged. People who type or move alike are not. The rates on recorded people are
/// measured by <c>eval/people --replays</c>.
/// </summary>
public sealed class ReplayTests
{
    [Theory]
    [InlineData(SketchKind.Keys)]
    [InlineData(SketchKind.Stroke)]
    public void Score_OfAnEarlierSession_IsChallengedAndNotBlocked(SketchKind kind)
    {
        var again = Play(Sped(Input(kind, seed: 1), 1.07), Play(Input(kind, seed: 1), []).Sketches);
        Assert.Equal(Decision.Challenge, again.Worst);
        Assert.Contains("pattern.replayed_input", again.Reasons);
    }

    [Theory]
    [InlineData(SketchKind.Keys)]
    [InlineData(SketchKind.Stroke)]
    public void Score_OfOtherInput_FindsNoReplay(SketchKind kind)
    {
        var before = Enumerable.Range(1, 4).SelectMany(seed => Play(Input(kind, seed), []).Sketches).ToImmutableArray();
        for (var seed = 5; seed < 15; seed++)
        {
            var other = Play(Input(kind, seed), before);
            Assert.Equal(Decision.Allow, other.Worst);
            Assert.True(other.Nats < Policy.Default.MaxBotLogOddsPerGroup);
        }
    }

    /// <summary>The same eleven keys, in the same habits: a person comes near an earlier entry by chance.</summary>
    [Fact]
    public void Score_OfOnePasswordAHundredTimes_FindsNoReplay()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var person = new PasswordTypist(seed);
            var before = Play(Passwords(person, 20), []).Sketches;
            var after = Play(Passwords(person, 100), before);
            Assert.InRange(before.Length, 20, SketchQuota.Most);
            Assert.InRange(after.Nats, 0, Policy.Default.MaxBotLogOddsPerGroup - 0.5);
        }
    }

    [Fact]
    public void Score_OfInputThatIsDeclared_LeavesNoSketch()
    {
        var typed = Input(SketchKind.Keys, seed: 1);
        for (var at = typed.Keys[0].Down - 1; at < typed.Keys[^1].Down; at += 1_000)
            typed.Signals.Add(new(at, SignalType.Dictation));
        Assert.Empty(Play(typed, []).Sketches);
    }

    [Fact]
    public void Score_OfALongSession_LeavesABoundedNumberOfSketches()
    {
        var played = Play(Behaviour.HumanTyping(3, 1_500).With(Behaviour.HumanPointing(4, 150)), []);
        Assert.Equal(SketchQuota.Most, played.Sketches.Count(sketch => sketch.Kind == SketchKind.Keys));
        Assert.Equal(SketchQuota.Most, played.Sketches.Count(sketch => sketch.Kind == SketchKind.Stroke));
    }

    /// <summary>A rhythm that the user has again and again is not one recording.</summary>
    [Fact]
    public void Nearest_WhereTwoAreAsNear_IsFartherThanWhereOneIs()
    {
        var sketch = new InputSketch(SketchKind.Stroke, 0x1020304050607080);
        var (near, far) = (sketch with { Measures = sketch.Measures + 1 }, new InputSketch(SketchKind.Stroke, ulong.MaxValue));
        Assert.Equal(1, Nearest(sketch, near, far));
        Assert.InRange(Nearest(sketch, near, near, far)!.Value, 5, InputSketch.Farthest);
    }

    [Fact]
    public void Nearest_OfSketchesSinceTheOpeningOfAnotherKindOrOfLongAgo_IsNull()
    {
        var (keys, stroke) = (new InputSketch(SketchKind.Keys, 12), new InputSketch(SketchKind.Stroke, 12));
        var memory = Memory(keys);
        Assert.NotNull(memory.Nearest(keys, 1, Sitting.Opened));
        Assert.Null(memory.Nearest(keys, 0, Sitting.Opened));
        Assert.Null(memory.Nearest(stroke, 1, Sitting.Opened));
        Assert.Null(memory.Nearest(keys, 1, Sitting.Opened.AddDays(1)));
    }

    [Property]
    public bool DistanceTo_IsSymmetricAndZeroForItself(ulong one, ulong other, bool ofKeys)
    {
        var kind = ofKeys ? SketchKind.Keys : SketchKind.Stroke;
        var (a, b) = (new InputSketch(kind, one), new InputSketch(kind, other));
        return a.DistanceTo(a) == 0
            && a.DistanceTo(b) == b.DistanceTo(a)
            && a.DistanceTo(b) is >= 0 and <= InputSketch.Farthest
            && a.DistanceTo(b with { Kind = ofKeys ? SketchKind.Stroke : SketchKind.Keys }) == InputSketch.Farthest;
    }

    [Fact]
    public void Of_BytesThatAreNoWholeSketch_LeavesThemOut()
    {
        var sketch = new InputSketch(SketchKind.Keys, 12);
        var bytes = SketchMemory.Bytes([sketch], Sitting.Opened);
        Assert.Equal(SketchMemory.EntryLength, bytes.Length);
        Assert.Null(SketchMemory.Of(bytes.AsSpan(1), 1).Nearest(sketch, 1, Sitting.Opened));
        Assert.NotNull(SketchMemory.Of([.. bytes, 1, 2, 3], 1).Nearest(sketch, 1, Sitting.Opened));
    }

    /// <summary>What other sessions add does not change what a session is compared with, until it displaces some of that.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(SketchMemory.Compared)]
    [InlineData(SketchMemory.Compared + 100)]
    public void Nearest_AfterOthersHaveAddedSome_IsAsBefore(int before)
    {
        var (sketch, other) = (new InputSketch(SketchKind.Stroke, 0x1020304050607080), new InputSketch(SketchKind.Stroke, ulong.MaxValue));
        var compared = Math.Min(before, SketchMemory.Compared);
        var memory = Memory([.. Enumerable.Repeat(other, before - compared), sketch, .. Enumerable.Repeat(other, compared - 1)]);
        var nearest = memory.Nearest(sketch, before, Sitting.Opened);
        Assert.Equal(0, nearest);
        for (long more = before; more < SketchMemory.Intact(before); more++)
        {
            memory = memory.With([sketch], Sitting.Opened);
            Assert.Equal(nearest, memory.Nearest(sketch, before, Sitting.Opened));
        }

        Assert.NotEqual(nearest, memory.With([other], Sitting.Opened).Nearest(sketch, before, Sitting.Opened));
    }

    /// <summary>Sessions of a new user that run at once have nothing to compare with, so they never wait for each other.</summary>
    [Fact]
    public void Score_OfAUsersFirstSession_DependsOnNoSketches()
    {
        var typed = Input(SketchKind.Keys, seed: 1);
        Assert.DoesNotContain(Scores(typed, UserState.New), scored => scored.ComparesSketches);
        Assert.Contains(Scores(typed, UserState.New with { Sketches = Memory(new InputSketch(SketchKind.Keys, 12)) }),
            scored => scored.ComparesSketches);
    }

    /// <summary>It is stored in an index, so it must stay as it is.</summary>
    [Fact]
    public void Cell_OfASketch_IsKnownAndOftenTheSameWhenItIsNear()
    {
        var keys = new InputSketch(SketchKind.Keys, 0x0123_4567_89AB_CDE);
        var stroke = new InputSketch(SketchKind.Stroke, 0x1020_3040_5060_7080);
        Assert.Equal((-1_566_086_288, 1_341_260_367), (keys.Cell, stroke.Cell));
        var (first, again) = (Play(Input(SketchKind.Keys, seed: 1), []).Sketches, Play(Sped(Input(SketchKind.Keys, 1), 1.07), []).Sketches);
        Assert.True(again.Count(one => first.Any(other => one.Cell == other.Cell)) >= again.Length / 2);
        var others = Play(Input(SketchKind.Keys, seed: 2), []).Sketches;
        Assert.DoesNotContain(others, one => first.Any(other => one.Cell == other.Cell));
    }

    [Theory]
    [InlineData(SketchKind.Keys)]
    [InlineData(SketchKind.Stroke)]
    public void IsShared_OfOneRecordingAlone_IsTrue(SketchKind kind)
    {
        var first = Play(Input(kind, seed: 1), []).Sketches;
        Assert.True(IsShared(Play(Sped(Input(kind, seed: 1), 0.93), []).Sketches, first));
        Assert.False(IsShared(first[..2], first));
        for (var seed = 2; seed < 12; seed++)
            Assert.False(IsShared(Play(Input(kind, seed), []).Sketches, first));
    }

    /// <summary>
    /// Whoever opens a session first, and later plays what another user has typed in the meantime, is the one who plays it again.
    /// </summary>
    [Fact]
    public void IsShared_WhereTheEarlierSessionHasTheInputLater_IsTrueOfThatSession()
    {
        var (typed, own) = (Play(Input(SketchKind.Keys, seed: 1), []).Sketches, Play(Input(SketchKind.Keys, seed: 2), []).Sketches);
        DatedSketch[] attacker = [.. Dated(own, minute: 0), .. Dated(typed, minute: 20)];
        Assert.True(Sharing.IsShared(attacker, Dated(typed, minute: 10)));
        Assert.False(Sharing.IsShared(Dated(typed, minute: 10), attacker));
    }

    [Fact]
    public void Charge_OfASecondAndAThirdAccount_ChallengesAndThenStrikes()
    {
        var sitting = new Sitting();
        sitting.Play(Input(SketchKind.Keys, seed: 1).BySecond());
        var now = Sitting.At(Behaviour.Start + 400_000);
        var second = Sharing.Charge(sitting.Session, sitting.User, others: 1, Policy.Default, now)!;
        Assert.Equal(Decision.Challenge, second.Verdict.Decision);
        Assert.Equal("pattern.shared_input", second.TurnedBy?.Name);
        Assert.Equal(Policy.Default.MaxBotLogOddsPerGroup, second.Session.Account.Bot.Of(EvidenceGroup.Replay), 3);
        Assert.Equal(sitting.Session.CommitNumber + 1, second.Session.CommitNumber);
        Assert.False(second.User.IsStruck(now, Policy.Default));
        Assert.Null(Sharing.Charge(second.Session, second.User, 1, Policy.Default, now));

        var third = Sharing.Charge(second.Session, second.User, others: 2, Policy.Default, now)!;
        Assert.Equal(Decision.Block, third.Verdict.Decision);
        Assert.True(third.User.IsStruck(now, Policy.Default));
        Assert.Equal(second.Session.Account.Bot, third.Session.Account.Bot);
        Assert.Null(Sharing.Charge(third.Session, third.User, 9, Policy.Default, now));
        Assert.Null(Sharing.Charge(sitting.Session.End(), sitting.User, 2, Policy.Default, now));
    }

    private static bool IsShared(ImmutableArray<InputSketch> later, ImmutableArray<InputSketch> earlier) =>
        Sharing.IsShared(Dated(later, minute: 1), Dated(earlier, minute: 0));

    private static DatedSketch[] Dated(ImmutableArray<InputSketch> sketches, int minute) =>
        [.. sketches.Select(sketch => new DatedSketch(Sitting.Opened.AddMinutes(minute), sketch))];

    private static int? Nearest(InputSketch sketch, params InputSketch[] others) =>
        Memory(others).Nearest(sketch, others.Length, Sitting.Opened);

    private static SketchMemory Memory(params ReadOnlySpan<InputSketch> sketches) =>
        SketchMemory.None.With(sketches.ToArray(), Sitting.Opened);

    private static Behaviour Input(SketchKind kind, int seed) =>
        kind == SketchKind.Keys ? Behaviour.HumanTyping(seed, 250) : Behaviour.HumanPointing(seed, 40);

    private static Behaviour Passwords(PasswordTypist person, int times)
    {
        var behaviour = new Behaviour();
        for (var i = 0; i < times; i++)
        {
            var typed = person.Type(PasswordTypist.Length, Behaviour.Start + (i * 4_000));
            behaviour.Keys.AddRange(typed.Select(key => new KeyStroke(key.Down, key.Up, KeyCode.Masked)));
        }

        return behaviour;
    }

    private static Behaviour Sped(Behaviour behaviour, double pace)
    {
        var sped = new Behaviour();
        sped.Keys.AddRange(behaviour.Keys.Select(key => key with { Down = Later(key.Down), Up = Later(key.Up) }));
        sped.Pointer.AddRange(
            behaviour.Pointer.Select(sample => sample with { T = Later(sample.T), X = sample.X + 31, Y = sample.Y - 17 }));
        return sped;

        double Later(double t) => Behaviour.Start + (pace * (t - Behaviour.Start));
    }

    private static Result Play(Behaviour behaviour, ImmutableArray<InputSketch> earlier)
    {
        var (sketches, reasons) = (ImmutableArray.CreateBuilder<InputSketch>(), new HashSet<string>());
        var (worst, nats) = (Decision.Allow, 0.0);
        foreach (var scored in Scores(behaviour, UserState.New with { Sketches = Memory(earlier.AsSpan()) }))
        {
            sketches.AddRange(scored.Sketches);
            reasons.UnionWith(scored.Verdict.Evidence.Select(line => line.Said.Code.Name));
            worst = scored.Verdict.Decision > worst ? scored.Verdict.Decision : worst;
            nats = Math.Max(nats, scored.Session.Account.Bot.Of(EvidenceGroup.Replay));
        }

        return new(sketches.ToImmutable(), reasons, worst, nats);
    }

    private static IEnumerable<ScoreResult.Scored> Scores(Behaviour behaviour, UserState user)
    {
        var sitting = new Sitting(user);
        return behaviour.BySecond().Select(one => (ScoreResult.Scored)sitting.Score(one.Batch, Sitting.At(one.At)));
    }

    private sealed record Result(ImmutableArray<InputSketch> Sketches, IReadOnlySet<string> Reasons, Decision Worst, double Nats);
}
