using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.HotState;

namespace Sentinel.Unit.Tests;

/// <summary>A policy in shadow says what it would have decided, and changes nothing.</summary>
public sealed class ShadowTests
{
    /// <summary>What a shadow adds to a session in hot state, bytes; docs/policy.md says so.</summary>
    internal const int MostBytes = 160;

    [Fact]
    public void Session_WithAnyShadow_IsAnsweredAndStoredAsWithoutOne()
    {
        Random random = new(22);
        var differs = 0;
        for (var i = 0; i < 30; i++)
        {
            var policy = i % 2 == 0 ? Policy.Default : RandomPolicies.Valid(random);
            Sitting plain = new(policy: policy), shadowed = new(policy: policy);
            foreach (var (batch, now) in Input(random))
            {
                if (random.Next(3) == 0)
                    shadowed.Shadow = random.Next(4) == 0 ? null : RandomPolicies.Valid(random) with { Version = 10 + random.Next(2) };
                plain.Score(batch, now);
                shadowed.Score(batch, now);
                Equal(plain, shadowed);
                Assert.Equal(shadowed.Shadow?.Version, shadowed.Last.WouldHave?.PolicyVersion);
                differs += shadowed.Last.WouldHave is { } other && other.Decision != shadowed.Last.Decision ? 1 : 0;
                if (random.Next(5) > 0)
                    continue;
                var (outcome, at) = ((ChallengeOutcome)random.Next(1, 3), now.AddMilliseconds(10));
                Assert.Equal(plain.Report(outcome, at), shadowed.Report(outcome, at));
                Equal(plain, shadowed);
            }
        }

        Assert.True(differs > 5, $"{differs} decisions differ: the policies in shadow must be able to say something else");
    }

    [Fact]
    public void Shadow_OfTheSamePolicySinceTheOpening_WouldHaveDecidedTheSame()
    {
        Random random = new(23);
        for (var i = 0; i < 20; i++)
        {
            Sitting sitting = new() { Shadow = Policy.Default with { Version = 9 } };
            foreach (var (batch, now) in Input(random))
            {
                sitting.Score(batch, now);
                var (live, other) = (sitting.Last, sitting.Last.WouldHave!);
                Assert.Equal((live.Decision, live.Scores, 9), (other.Decision, other.Scores, other.PolicyVersion));
                Assert.Equal(live.DecisionId, other.DecisionId);
            }

            if (i % 2 == 0)
                sitting.Report(ChallengeOutcome.Passed, Sitting.Opened.AddMinutes(3));
            Assert.Equal(
                ShadowState.Of(sitting.Session, Policy.Default with { Version = 9 }) with { Version = 9 }, sitting.Session.Shadow);
        }
    }

    [Fact]
    public void Evaluation_UnderAStricterShadow_SaysThatItWouldHaveBeenChallenged()
    {
        Sitting sitting = new() { Shadow = Policy.Default with { Version = 9, ChallengeColdStart = true } };
        var verdict = sitting.Evaluate(Sensitivity.Medium, Sitting.Opened.AddSeconds(1));
        Assert.Equal((Decision.Allow, Decision.Challenge), (verdict.Decision, verdict.WouldHave!.Decision));
        Assert.Equal(verdict.DecisionId, verdict.WouldHave.DecisionId);
        Assert.Equal(Decision.Allow, sitting.Evaluate(Sensitivity.Low, Sitting.Opened.AddSeconds(2)).WouldHave!.Decision);
    }

    [Fact]
    public void Shadow_InHotState_IsSmallAndLeavesWithItsPolicy()
    {
        Sitting sitting = new() { Shadow = Policy.Default with { Version = 9 } };
        foreach (var (batch, now) in Input(new(24)))
            sitting.Score(batch, now);
        var with = SessionCodec.Encode(sitting.Session, default).Length;
        sitting.Shadow = null;
        var (last, later) = Input(new(25)).Select(one => (one.Batch with { Sequence = 99 }, one.Now.AddMinutes(5))).Last();
        sitting.Score(last, later);
        Assert.Null(sitting.Session.Shadow);
        var without = SessionCodec.Encode(sitting.Session with { Shadow = null }, default).Length;
        var added = SessionCodec.Encode(
            sitting.Session with { Shadow = ShadowState.Of(sitting.Session, Policy.Default) }, default).Length - without;
        Assert.InRange(added, 1, MostBytes);
        Assert.True(with > 0);
    }

    private static void Equal(Sitting plain, Sitting shadowed)
    {
        Assert.Equal(plain.Last.Decision, shadowed.Last.Decision);
        Assert.Equal(plain.Last.Scores, shadowed.Last.Scores);
        Assert.Equal(plain.Last.Reasons.AsEnumerable(), shadowed.Last.Reasons);
        Assert.Equal(plain.Last.Evidence.AsEnumerable(), shadowed.Last.Evidence);
        Assert.Equal(plain.User.CarryOver, shadowed.User.CarryOver);
        Assert.Equal(UserCodec.EncodeSanctions(plain.User), UserCodec.EncodeSanctions(shadowed.User));
        Assert.Equal(
            SessionCodec.Encode(WithoutChallenges(plain.Session), default),
            SessionCodec.Encode(WithoutChallenges(shadowed.Session) with { Shadow = null }, default));

        // Their ids are drawn.
        static SessionState WithoutChallenges(SessionState session) => session with { Challenges = [] };
    }

    /// <summary>Two minutes of a person, a script, or one after the other.</summary>
    private static IEnumerable<(Batch Batch, DateTimeOffset Now)> Input(Random random)
    {
        var turn = random.Next(0, 15);
        var first = random.Next(2) == 0;
        for (var i = 0; i < 12; i++)
        {
            var at = Behaviour.Start + (i * 10_000);
            var input = (i < turn) == first ? Behaviour.HumanTyping(random.Next(1_000), 24, at) : Behaviour.ScriptTyping(40, at);
            yield return (input.Whole(i + 1), Sitting.At(at + 9_000));
        }
    }
}
