using Sentinel.Domain.Learning;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.HotState;

namespace Sentinel.Unit.Tests;

/// <summary>Limits what scoring a batch allocates. Bytes are stable, so tests check them; times are benchmarks (bench/micro).</summary>
public sealed class AllocationTests
{
    private const int Calls = 100;

    private const int MatureBytes = 2_980;

    private static readonly TrainingQuota Full = new(TrainingQuota.MaxEntries, TrainingQuota.MaxFreeText, TrainingQuota.MaxStrokes);

    private static readonly SketchQuota Left = new(SketchQuota.Most, SketchQuota.Most);

    [Fact]
    public void Score_WhenTheSessionIsMature_AllocatesItsNextStateAndLittleMore()
    {
        var (session, batch) = Mature();
        session = session with { Quota = Full, Sketched = Left };
        Assert.InRange(
            Allocated(() =>
                Scorer.Score(session, UserState.New, batch, Sentinel.Domain.Trust.Policy.Default, Sitting.At(Behaviour.Start + 300_000))
            ),
            1,
            // 1,908 before decisions stored all of their evidence, five bytes for each detector (ADR 0010); 2,088 before a session kept its
            // bot evidence by group and held fast key strokes back (ADR 0012); at most 2,300 before it kept the state of the typing net,
            // 2,450 before that of the path net and the shapes of twenty strokes; 2,700 before it kept what sketches are made of; 2,780
            // before it kept the open stretch of free typing; and 2,940 before it kept all reasons that speak against the user.
            MatureBytes
        );
    }

    [Fact]
    public void Score_WhenABatchHasTenTimesTheEvents_AllocatesNoMore()
    {
        var session = Mature().Session with { Quota = Full, Sketched = Left };
        var (few, many) = (
            Behaviour.HumanTyping(7, 20, Behaviour.Start + 290_000).Whole(9_000),
            Behaviour.HumanTyping(7, 200, Behaviour.Start + 290_000).Whole(9_000)
        );
        var bytes = new[] { few, many }
            .Select(batch =>
                Allocated(() =>
                    Scorer.Score(session, UserState.New, batch, Sentinel.Domain.Trust.Policy.Default, Sitting.At(Behaviour.Start + 600_000))
                )
            )
            .ToArray();
        Assert.Equal(bytes[0], bytes[1]);
    }

    /// <summary>While a session still collects windows for training, each closed window is kept until the commit.</summary>
    [Fact]
    public void Score_WhenWindowsMayTeach_AllocatesLittleMore()
    {
        var (session, batch) = Mature();
        Assert.InRange(
            Allocated(() =>
                Scorer.Score(session, UserState.New, batch, Sentinel.Domain.Trust.Policy.Default, Sitting.At(Behaviour.Start + 300_000))
            ),
            1,
            MatureBytes + 1_150
        );
    }

    [Fact]
    public void Encode_WhenCalledAgain_AllocatesTheBytesAlone()
    {
        var (session, _) = Mature();
        Assert.InRange(
            Allocated(() => SessionCodec.Encode(session, CommitId.None)),
            1,
            SessionCodec.Encode(session, CommitId.None).Length + 64
        );
    }

    [Fact]
    public void Decode_WhenTheSessionIsMature_AllocatesAtMostElevenKilobytes()
    {
        var (session, _) = Mature();
        var bytes = SessionCodec.Encode(session, CommitId.None);
        Assert.InRange(Allocated(() => SessionCodec.Decode(bytes, session.Tenant, session.Id)), 1, 11_000);
    }

    private static (SessionState Session, Sentinel.Domain.Telemetry.Batch Batch) Mature()
    {
        var sitting = new Sitting().Play(Behaviour.HumanTyping(3, 400).With(Behaviour.HumanPointing(4, 60)).BySecond());
        return (
            sitting.Session,
            Behaviour
                .HumanTyping(5, 10, Behaviour.Start + 290_000)
                .With(Behaviour.HumanPointing(6, 1, Behaviour.Start + 290_000))
                .Whole(9_000)
        );
    }

    /// <summary>The minimum of several rounds, because the runtime itself sometimes allocates.</summary>
    private static long Allocated(Action call)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Calls; i++) call();
            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / Calls);
        }

        return least;
    }
}
