using Sentinel.Domain.Learning;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>What a declaration changes in a session, and what an agent's session leaves to others.</summary>
public sealed class AgentTraceTests
{
    private const string Acme = AgentPolicies.Acme;

    /// <summary>Carried bot log odds are stored in steps of 0.5 nats, and smaller changes are ignored.</summary>
    private const double HalfAStep = 0.25 + 1e-5;

    private static readonly DeviceId Device = DeviceId.Of("d-1");

    /// <summary>Random input, challenges and actions: with the declaration and without, every answer is the same.</summary>
    [Fact]
    public void Declaration_WithoutARule_NeverChangesADecisionAndLeavesNothingMilder()
    {
        Random random = new(41);
        for (var i = 0; i < 24; i++)
        {
            var policy = i % 3 == 0 ? Policy.Default : RandomPolicies.Valid(random);
            var user = i % 2 == 0 ? UserState.New : Sitting.Proven;
            Sitting person = new(user, policy), agent = new(user, policy, agent: Acme);
            foreach (var (batch, now) in Input(i))
            {
                person.Score(batch, now);
                agent.Score(batch, now);
                AssertSame(person, agent, now);
                if (random.Next(4) > 0)
                    continue;
                var (outcome, at) = ((ChallengeOutcome)random.Next(1, 3), now.AddMilliseconds(10));
                Assert.Equal(person.Report(outcome, at), agent.Report(outcome, at));
                AssertSame(person, agent, at);
            }

            var later = Sitting.Opened.AddDays(1);
            AssertSame(person, agent, later);
            Assert.Equal(person.User.Strikes.Devices.AsEnumerable(), agent.User.Strikes.Devices.AsEnumerable());
            Assert.True(agent.User.StartingTrust(policy) <= person.User.StartingTrust(policy));
            Assert.True(
                agent.User.BotLogOdds.Of(Device, later, policy).Sum >= person.User.BotLogOdds.Of(Device, later, policy).Sum - HalfAStep);
            Assert.True(user.Knows(Device) || !agent.User.Knows(Device));
        }
    }

    /// <summary>Whatever a session with a rule does, the user's later sessions begin as if it had never been.</summary>
    [Fact]
    public void Session_OfAnAgentWithARule_TeachesNothingAndLeavesNothing()
    {
        for (var i = 0; i < 12; i++)
        {
            Sitting agent = new(Sitting.Proven, AgentPolicies.Welcome, agent: Acme);
            foreach (var (batch, now) in Input(i))
            {
                var scored = (ScoreResult.Scored)agent.Score(batch, now);
                Assert.Equal((null, null, LearningOutcome.Never), (scored.TrainingSample, scored.CarryOver, scored.Learning));
                Assert.Empty(scored.Sketches);
                Assert.Equal(Sitting.Proven, agent.User);
                Assert.Equal(0, agent.Session.Sample.Strokes);
            }
        }
    }

    [Fact]
    public void Session_OfAnAgentWithoutARule_IsNeverUsedForTraining()
    {
        Sitting person = new(Sitting.Proven), agent = new(Sitting.Proven, agent: Acme);
        var (taught, all) = (0, 0);
        foreach (var (batch, now) in Behaviour.HumanTyping(5, 400).BySecond().Select(one => (one.Batch, Sitting.At(one.At))))
        {
            taught += person.Score(batch, now).TrainingSample is null ? 0 : 1;
            Assert.Null(agent.Score(batch, now).TrainingSample);
            all++;
        }

        Assert.InRange(taught, 1, all);
    }

    private static void AssertSame(Sitting person, Sitting agent, DateTimeOffset now)
    {
        Assert.Equal(
            (person.Last.Decision, person.Last.Scores, person.Session.Latched),
            (agent.Last.Decision, agent.Last.Scores, agent.Session.Latched));
        Assert.Equal(person.Last.Reasons.AsEnumerable(), agent.Last.Reasons);
        foreach (var sensitivity in Enum.GetValues<Sensitivity>())
        {
            foreach (var action in new[] { "", "action-0" })
                Assert.Equal(
                    Now(person, sensitivity, now, action),
                    Now(agent, sensitivity, now, action));
        }
    }

    private static IEnumerable<(Batch Batch, DateTimeOffset Now)> Input(int seed) => (seed % 4) switch
    {
        0 => Behaviour.HumanTyping(seed, 120),
        1 => Behaviour.ScriptTyping(60).With(Behaviour.ScriptPointing(8)),
        2 => Behaviour.HumanPointing(seed, 20),
        _ => Behaviour.HumanTyping(seed, 40).With(Behaviour.ScriptTyping(80, Behaviour.Start + 30_000)),
    } is var input ? input.BySecond().Select(one => (one.Batch, Sitting.At(one.At))) : [];

    private static Decision Now(Sitting sitting, Sensitivity sensitivity, DateTimeOffset now, string action) =>
        Verdicts.Current(sitting.Session, sitting.User, sensitivity, sitting.Policy, now, action).Decision;
}
