using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>What a browser says of where its events come from counts once a batch, as one witness.</summary>
public sealed class ProvenanceTests
{
    [Theory]
    [InlineData(SignalType.Webdriver, "pattern.steered_browser")]
    [InlineData(SignalType.NoPressure, "pattern.unpressed_mouse")]
    public void Score_OfAPersonInASteeredBrowser_IsChallengedAndNeverBlocked(SignalType signal, string reason)
    {
        var (decisions, reasons) = Play(signal, perSecond: 1);
        Assert.Equal(Decision.Challenge, decisions[^1]);
        Assert.DoesNotContain(Decision.Block, decisions);
        Assert.Contains(reason, reasons);
        Assert.Equal(Decision.Allow, Play(SignalType.Focus, perSecond: 1).Decisions[^1]);
    }

    [Fact]
    public void Score_OfManySignalsInABatch_CountsOne()
    {
        var (once, often) = (new Sitting(), new Sitting());
        foreach (var (sitting, signals) in new[] { (once, 1), (often, 50) })
            sitting.Play(Signalled(SignalType.Webdriver, signals).BySecond().Take(1));
        Assert.InRange(once.Session.Account.Bot.Of(EvidenceGroup.Provenance), 0.5, 1);
        Assert.Equal(once.Session.Account.Bot, often.Session.Account.Bot);
    }

    /// <summary>After lost events the next window counts half. A client must not use that up on a signal.</summary>
    [Fact]
    public void Score_OfASignalAfterLostEvents_LeavesTheGapToTheNextWindow()
    {
        var (sitting, signalled) = (new Sitting(), new Behaviour());
        signalled.Signals.Add(new(Behaviour.Start, SignalType.Webdriver));
        sitting.Score(signalled.Whole(1) with { Dropped = 5 }, Sitting.Opened.AddSeconds(1));
        Assert.Equal(ProvenanceWindow.Nats, sitting.Session.Account.Bot.Of(EvidenceGroup.Provenance), 3);
        Assert.True(sitting.Session.Streams[0].GapPending);
    }

    [Fact]
    public void Score_AfterAPassedChallenge_DoesNotLowerTrustOnTheDevice()
    {
        var sitting = new Sitting();
        var batches = Signalled(SignalType.Webdriver, 1).BySecond().ToList();
        sitting.Play(batches.Take(20));
        sitting.Report(ChallengeOutcome.Passed, Sitting.At(batches[19].At));
        sitting.Play(batches.Skip(20));
        Assert.Equal(Decision.Allow, sitting.Last.Decision);
    }

    private static (IReadOnlyList<Decision> Decisions, IReadOnlySet<string> Reasons) Play(SignalType signal, int perSecond)
    {
        var (sitting, reasons) = (new Sitting(), new HashSet<string>());
        var decisions = new List<Decision>();
        foreach (var (batch, at) in Signalled(signal, perSecond).BySecond())
        {
            var verdict = ((ScoreResult.Scored)sitting.Score(batch, Sitting.At(at))).Verdict;
            decisions.Add(verdict.Decision);
            reasons.UnionWith(verdict.Evidence.Select(line => line.Said.Code.Name));
        }

        return (decisions, reasons);
    }

    /// <summary>A person's typing and pointing, with signals every second.</summary>
    private static Behaviour Signalled(SignalType signal, int perSecond)
    {
        var behaviour = Behaviour.HumanTyping(5, 250).With(Behaviour.HumanPointing(6, 30));
        for (var at = Behaviour.Start; at < behaviour.End; at += 1_000)
            behaviour.Signals.AddRange(Enumerable.Range(0, perSecond).Select(i => new Signal(at + i, signal)));
        return behaviour;
    }
}
