using FsCheck.Xunit;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Unit.Tests;

/// <summary>Invariant 2: each batch is scored at most once.</summary>
public sealed class SequenceTests
{
    [Property(MaxTest = 200)]
    public void Invariant2_WhenSequencesComeInAnyOrder_TheWindowAgreesWithASet(int seed)
    {
        var random = new Random(seed);
        var window = default(SequenceWindow);
        var seen = new HashSet<long>();
        for (var i = 0; i < 300; i++)
        {
            var sequence = 1 + Math.Max(0, window.Highest + random.Next(-90, 6));
            var expected = seen.Contains(sequence)
                ? window.Highest - sequence > SequenceWindow.Width
                    ? SequenceStatus.TooOld
                    : SequenceStatus.Seen
                : sequence > window.Highest || window.Highest - sequence <= SequenceWindow.Width
                    ? SequenceStatus.New
                    : SequenceStatus.TooOld;
            Assert.Equal(expected, window.Check(sequence));
            if (expected != SequenceStatus.New)
                continue;
            var highest = window.Highest;
            window = window.Add(sequence);
            seen.Add(sequence);
            Assert.Equal(Math.Max(highest, sequence), window.Highest);
        }
    }

    [Fact]
    public void Score_WhenTheSameContentComesAgain_AnswersTheSameAndWritesNothing()
    {
        var sitting = new Sitting();
        var batch = Behaviour.HumanTyping(1, 30).Whole();
        var first = sitting.Score(batch, Sitting.Opened.AddSeconds(8)).Verdict!;
        var stored = sitting.Session;

        var again = sitting.Score(batch, Sitting.Opened.AddSeconds(9));

        var replayed = Assert.IsType<ScoreResult.Replayed>(again).Verdict;
        Assert.Equal(first.Reasons.AsEnumerable(), replayed.Reasons);
        Assert.Equal(first with { Reasons = [], Evidence = [] }, replayed with { Reasons = [], Evidence = [] });
        Assert.Same(stored, sitting.Session);
    }

    [Fact]
    public void Score_WhenTheSessionWasBlockedSince_TheReplayIsNoMorePermissive()
    {
        var sitting = new Sitting();
        var harmless = Behaviour.HumanTyping(1, 5).Whole();
        Assert.Equal(Sentinel.Domain.Trust.Decision.Allow, sitting.Score(harmless, Sitting.Opened).Verdict!.Decision);
        sitting.Score(Behaviour.ScriptTyping(30, Behaviour.Start + 3000).Whole(2), Sitting.Opened.AddSeconds(5));

        Assert.Equal(Sentinel.Domain.Trust.Decision.Block, sitting.Score(harmless, Sitting.Opened.AddSeconds(6)).Verdict!.Decision);
    }

    [Fact]
    public void Score_WhenOtherContentHasTheSequence_RefusesIt()
    {
        var sitting = new Sitting();
        sitting.Score(Behaviour.HumanTyping(1, 30).Whole(), Sitting.Opened.AddSeconds(8));
        Assert.Equal(Refusal.SequenceReused, sitting.Score(Behaviour.HumanTyping(2, 30).Whole(), Sitting.Opened.AddSeconds(9)).Refusal);
    }

    [Fact]
    public void Score_WhenTheAnswerHasLeftTheRing_SaysAlreadyScored()
    {
        var sitting = new Sitting();
        for (var sequence = 1; sequence <= AnswerRing.Capacity + 1; sequence++)
            sitting.Score(new Behaviour().Whole(sequence), Sitting.Opened);

        Assert.Equal(Refusal.AlreadyScored, sitting.Score(new Behaviour().Whole(1), Sitting.Opened).Refusal);
        Assert.IsType<ScoreResult.Replayed>(sitting.Score(new Behaviour().Whole(2), Sitting.Opened));
    }

    [Fact]
    public void Score_WhenASequenceIsMissing_ClosesTheOpenWindowWithoutAStrike()
    {
        var sitting = new Sitting();
        sitting.Score(Behaviour.HumanTyping(1, 5).Whole(1), Sitting.Opened.AddSeconds(2));

        sitting.Score(Behaviour.HumanTyping(2, 6, Behaviour.Start + 3000).Whole(3), Sitting.Opened.AddSeconds(5));

        Assert.Equal(0, sitting.Session.Account.Windows);
        Assert.Equal(6, sitting.Session.Streams[0].Keys.Strokes);
        Assert.Contains(sitting.Last.Reasons, r => r.Code == ContextReasons.Gap);
        Assert.Empty(sitting.User.Strikes.Devices);
    }

    [Fact]
    public void Score_WhenABatchComesLate_ItsEventsAreNeutralAndCounted()
    {
        var sitting = new Sitting();
        sitting.Score(Behaviour.HumanTyping(1, 12, Behaviour.Start + 5000).Whole(2), Sitting.Opened.AddSeconds(8));
        var account = sitting.Session.Account;

        var late = sitting.Score(Behaviour.ScriptTyping(30).Whole(1), Sitting.Opened.AddSeconds(9));

        Assert.NotNull(late.Verdict);
        Assert.Equal(account, sitting.Session.Account);
        Assert.Equal(30, sitting.Session.OutOfOrder);
    }

    [Fact]
    public void Invariant2_WhenManyStreamsComeAndGo_AClosedOneIsNeverScoredAgain()
    {
        var sitting = new Sitting();
        for (var i = 0; i <= 700; i++)
        {
            Assert.Null(sitting.Score(Page(i), Sitting.Opened.AddSeconds(i)).Refusal);
            if (i % 50 != 0) continue;
            for (var old = 0; old <= i - SessionState.MaxStreams; old++)
                Assert.Equal(Refusal.StreamClosed, sitting.Score(Page(old), Sitting.Opened.AddSeconds(i)).Refusal);
        }
    }

    /// <summary>
    /// Scored events are refused even if newer events come with them. A page that has sent no events is as old as its send time.
    /// </summary>
    [Fact]
    public void Score_WhenAForgottenStreamMixesOldEventsWithNewOnes_IsRefused()
    {
        var sitting = new Sitting();
        for (var i = 0; i < 20; i++) sitting.Score(Page(i), Sitting.Opened.AddSeconds(i));
        var mixed = Behaviour.HumanTyping(0, 3).With(Behaviour.HumanTyping(5, 3, Behaviour.Start + 60_000));

        Assert.Equal(
            Refusal.StreamClosed,
            sitting.Score(mixed.Whole() with { Stream = StreamId.Of("tab-0") }, Sitting.Opened.AddSeconds(61)).Refusal
        );
        Assert.Equal(
            Refusal.StreamClosed,
            sitting
                .Score(
                    new Behaviour().Whole() with
                    {
                        Stream = StreamId.Of("tab-1"),
                        SentAt = Behaviour.Start + 1_500,
                    },
                    Sitting.Opened.AddSeconds(61)
                )
                .Refusal
        );
        Assert.Null(
            sitting
                .Score(
                    new Behaviour().Whole() with
                    {
                        Stream = StreamId.Of("new"),
                        SentAt = Behaviour.Start + 61_000,
                    },
                    Sitting.Opened.AddSeconds(61)
                )
                .Refusal
        );
    }

    /// <summary>The only batch of a page that was open for one second.</summary>
    private static Batch Page(int second)
    {
        var start = Behaviour.Start + (second * 1_000);
        return Behaviour.HumanTyping(second, 3, start).Whole() with { Stream = StreamId.Of($"tab-{second}"), SentAt = start + 900 };
    }

    [Fact]
    public void Score_WhenCalledTwiceWithTheSameInput_GivesTheSameAndChangesNoInput()
    {
        var sitting = new Sitting();
        sitting.Score(Behaviour.HumanTyping(1, 25).Whole(), Sitting.Opened.AddSeconds(9));
        var session = sitting.Session;
        var before = Sentinel.Infrastructure.HotState.SessionCodec.Encode(session, default);
        var batch = Behaviour.HumanPointing(2, 5, Behaviour.Start + 9000).Whole(2);

        var first = (ScoreResult.Scored)Scorer.Score(session, sitting.User, batch, sitting.Policy, Sitting.Opened.AddSeconds(20));
        var second = (ScoreResult.Scored)Scorer.Score(session, sitting.User, batch, sitting.Policy, Sitting.Opened.AddSeconds(20));

        Assert.Equal(
            Sentinel.Infrastructure.HotState.SessionCodec.Encode(first.Session, default),
            Sentinel.Infrastructure.HotState.SessionCodec.Encode(second.Session, default)
        );
        Assert.Equal(before, Sentinel.Infrastructure.HotState.SessionCodec.Encode(session, default));
    }
}
