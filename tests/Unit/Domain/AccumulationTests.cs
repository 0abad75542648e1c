using System.Runtime.InteropServices;
using FsCheck.Xunit;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>Invariant 3 (accumulation) and invariant 7 (batching does not matter).</summary>
public sealed class AccumulationTests
{
    [Property(MaxTest = 60)]
    public void Invariant3_WhenOneBatchIsSplitAndSentAtOnce_NeverTrustsNorAllowsHigh(int seed, byte pieces)
    {
        var behaviour = Behaviour.HumanTyping(seed, 120).With(Behaviour.HumanPointing(seed, 15));
        var sitting = new Sitting();
        var span = behaviour.End - Behaviour.Start;
        var cuts = Enumerable.Range(1, pieces % 40).Select(i => Behaviour.Start + (span * i / (pieces % 40 + 1)));

        foreach (var (batch, _) in behaviour.CutAt(cuts))
            sitting.Score(batch, Sitting.Opened.AddSeconds(1));

        Assert.NotEqual(Phase.Trusted, sitting.Session.Phase);
        Assert.NotEqual(Decision.Allow, sitting.Decide(Sensitivity.High, Sitting.Opened.AddSeconds(1)));
    }

    [Property(MaxTest = 40)]
    public void Invariant3_WhenWindowsComplete_TrustRisesByABoundedStep(int seed)
    {
        var sitting = new Sitting();
        var policy = sitting.Policy;
        var windows = 0;
        var trust = policy.InitialTrust;

        foreach (var (batch, at) in Behaviour.HumanTyping(seed, 200).BySecond())
        {
            sitting.Score(batch, Sitting.At(at));
            var completed = sitting.Session.Account.Windows - windows;
            Assert.True(sitting.Session.Account.Trust - trust <= (completed * policy.RisePerWindow) + 1e-9);
            if (completed == 0)
                Assert.Equal(trust, sitting.Session.Account.Trust);
            (windows, trust) = (sitting.Session.Account.Windows, sitting.Session.Account.Trust);
        }

        Assert.True(windows >= 10);
        var tens =
            ((sitting.Last is null ? 0 : (Behaviour.HumanTyping(seed, 200).End - Behaviour.Start) / 10_000) + 1) * policy.RisePerTenSeconds;
        Assert.True(trust - policy.InitialTrust <= tens);
    }

    [Fact]
    public void Invariant3_WhenAPersonGoesOn_TheSessionBecomesTrustedAndHighIsAllowedToAProvenUser()
    {
        var behaviour = Behaviour.HumanTyping(7, 250).With(Behaviour.HumanPointing(8, 30));
        var sitting = new Sitting(Sitting.Proven).Play(behaviour.BySecond());

        Assert.Equal(Phase.Trusted, sitting.Session.Phase);
        Assert.Equal(Decision.Allow, sitting.Decide(Sensitivity.High, Sitting.At(behaviour.End)));
        Assert.Equal(
            Decision.Challenge,
            sitting.Decide(Sensitivity.High, Sitting.At(behaviour.End) + sitting.Policy.HighFreshness + TimeSpan.FromSeconds(1))
        );
    }

    /// <summary>The same with many more people, cuts and bots; run by <c>./test.sh --full</c>.</summary>
    [Property(MaxTest = 3000)]
    [Trait("Category", "Long")]
    public void Invariant7_WhenTriedOften_HoldsStill(int seed, byte cuts, byte marks, bool bot) =>
        Invariant7_WhenTheSameEventsAreCutAnotherWay_WindowsAreTheSameAndTrustDiffersByAtMostOnePercent(seed, cuts, marks, bot);

    /// <summary>The same with many more people and cuts; run by <c>./test.sh --full</c>.</summary>
    [Property(MaxTest = 3000)]
    [Trait("Category", "Long")]
    public void Invariant3_WhenTriedOften_HoldsStill(int seed, byte pieces) =>
        Invariant3_WhenOneBatchIsSplitAndSentAtOnce_NeverTrustsNorAllowsHigh(seed, pieces);

    [Property(MaxTest = 60)]
    public void Invariant7_WhenTheSameEventsAreCutAnotherWay_WindowsAreTheSameAndTrustDiffersByAtMostOnePercent(
        int seed,
        byte cuts,
        byte marks,
        bool bot
    )
    {
        var random = new Random(seed);
        var behaviour = bot
            ? Behaviour.ScriptTyping(60).With(Behaviour.ScriptPointing(6))
            : Behaviour.HumanTyping(seed, 150).With(Behaviour.HumanPointing(seed, 12));
        var whole = new Sitting();
        var span = behaviour.End - Behaviour.Start;
        for (var mark = 0; mark < marks % 12; mark++)
            behaviour.Signals.Add(new(Behaviour.Start + (random.NextDouble() * span), SignalType.UntrustedEvent));

        whole.Score(behaviour.Whole(), Sitting.At(behaviour.End));
        var cut = new Sitting().Play(
            behaviour.CutAt(Enumerable.Range(0, 1 + cuts).Select(_ => Behaviour.Start + (random.NextDouble() * span)))
        );

        Assert.Equal(whole.Session.Account.Windows, cut.Session.Account.Windows);
        Assert.Equal(whole.Session.Account.Conclusive, cut.Session.Account.Conclusive);
        Assert.Equal(whole.Session.Account.Bot.Sum, cut.Session.Account.Bot.Sum, 9);
        Assert.Equal(whole.Session.UntrustedCredit, cut.Session.UntrustedCredit);
        Assert.Equal(whole.Session.Account.Trust, cut.Session.Account.Trust, 0.01);
        Assert.Equal(Bytes(whole.Session.Streams[0].Keys), Bytes(cut.Session.Streams[0].Keys));
        Assert.Equal(Bytes(whole.Session.Streams[0].Pointer), Bytes(cut.Session.Streams[0].Pointer));
    }

    private static byte[] Bytes<T>(T accumulators)
        where T : unmanaged => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in accumulators)).ToArray();
}
