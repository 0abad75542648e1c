using Sentinel.Domain.Features;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;

namespace Sentinel.Unit.Tests;

/// <summary>Invariant 6: what may be used for training. Compares the whole truth table with the rules.</summary>
public sealed class LearningGateTests
{
    [Fact]
    public void Invariant6_WhateverTheFacts_TheGateDoesAsTheRulesSay()
    {
        var seen = new HashSet<LearningOutcome>();
        for (var row = 0; row < 256; row++)
        {
            var facts = new GateFacts(
                Blocked: Bit(row, 0),
                Struck: Bit(row, 1),
                LowRisk: Bit(row, 2),
                SteadilyAllowed: Bit(row, 3),
                ChallengePassed: Bit(row, 4),
                Trusted: Bit(row, 5),
                DeviceKnown: Bit(row, 6),
                SeemsImpostor: Bit(row, 7)
            );
            var learning = LearningGate.Decide(facts);
            seen.Add(learning);

            // Blocked sessions and possible bots are never used for training; nothing else is discarded at once.
            Assert.Equal(facts.Blocked || !facts.LowRisk, learning == LearningOutcome.Never);
            if (learning is LearningOutcome.Open or LearningOutcome.Verified)
            {
                Assert.True(facts is { Struck: false, LowRisk: true, SteadilyAllowed: true }, $"{facts} teaches");
                Assert.True(
                    facts.ChallengePassed || facts is { Trusted: true, DeviceKnown: true, SeemsImpostor: false },
                    $"nobody vouches for {facts}"
                );
            }

            if (facts is { Blocked: false, Struck: false, LowRisk: true, SteadilyAllowed: true })
            {
                Assert.Equal(facts.ChallengePassed, learning == LearningOutcome.Verified);
                if (facts is { ChallengePassed: false, Trusted: true, DeviceKnown: true, SeemsImpostor: false })
                    Assert.Equal(LearningOutcome.Open, learning);
            }
        }

        Assert.Equal(4, seen.Count);
    }

    [Fact]
    public void MayTrain_WhenTheEntryIsNotLikeTheUsers_IsUpToAChallenge()
    {
        var other = new FixedTextWindow(Crowd.Password, new Typist(2).Entry(Typist.Length), 1);
        Assert.False(LearningGate.MayTrain(other, Crowd.Known));
        // Another length, or a new field beside a known one, changes nothing: it is still a stranger's entry.
        Assert.False(LearningGate.MayTrain(other with { Rhythm = new Typist(2).Entry(Typist.Length - 3) }, Crowd.Known));
        Assert.False(LearningGate.MayTrain(other with { Field = 8 }, Crowd.Known));
        Assert.True(LearningGate.MayTrain(other, Baseline.None));
    }

    [Fact]
    public void MayTrain_WhenTheEntryIsTheUsers_IsMostlySo() =>
        Assert.InRange(
            new Typist(1).Entries(100).Count(entry => LearningGate.MayTrain(new(Crowd.Password, entry, 1), Crowd.Known)),
            85,
            100
        );

    /// <summary>A template of few entries must accept more than those entries, or it could never grow.</summary>
    [Fact]
    public void MayTrain_WhenTheTemplateIsYoung_TakesMostOfTheUsersEntries()
    {
        var typist = new Typist(1);
        var young = Baseline.Learn(
            1,
            [.. typist.Entries(12).Select(entry => new TrainingSample { Entries = [new(Crowd.Password, entry, 1)] })],
            Crowd.Population
        );
        Assert.InRange(typist.Entries(100).Count(entry => LearningGate.MayTrain(new(Crowd.Password, entry, 1), young)), 60, 100);
    }

    [Theory]
    [InlineData(60, 90)]
    [InlineData(180, 30)]
    public void Sample_WhenTheSessionRests_StartsAgainSoThatAChallengeVerifiesNothingFromBefore(int rest, int strokes)
    {
        var sitting = new Sitting().Play(Behaviour.HumanTyping(1, 60).BySecond());
        Assert.Equal(60, sitting.Session.Sample.Strokes);
        var (next, start) = (sitting.Session.Batches + 1, sitting.Session.LastBatchAt + (rest * 1_000.0));
        sitting.Play(
            Behaviour
                .HumanTyping(2, 30, start)
                .BySecond()
                .Where(pair => pair.Batch.Keys.Length > 0)
                .Select((pair, i) => (pair.Batch with { Sequence = next + i }, pair.At))
        );
        Assert.Equal(strokes, sitting.Session.Sample.Strokes);
    }

    private static bool Bit(int row, int bit) => (row >> bit & 1) == 1;
}
