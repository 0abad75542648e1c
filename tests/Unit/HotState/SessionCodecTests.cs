using System.Collections.Immutable;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.HotState;
using Sentinel.Tests.Domain;

namespace Sentinel.Tests.HotState;

public sealed class SessionCodecTests
{
    [Fact]
    public void Decode_WhenEncoded_IsTheSameState()
    {
        var session = Mature();
        var bytes = SessionCodec.Encode(session);

        var decoded = SessionCodec.Decode(bytes);

        Assert.NotNull(decoded);
        Assert.Equal(bytes, SessionCodec.Encode(decoded));
        Assert.Equal(session.Account, decoded.Account);
        Assert.Equal(session.Latched, decoded.Latched);
        Assert.Equal(session.Timeline.AsEnumerable(), decoded.Timeline);
        Assert.Equal(session.Answers.Answers[^1].Verdict.Reasons.AsEnumerable(), decoded.Answers.Answers[^1].Verdict.Reasons);
        Assert.Equal(session.Commit, SessionCodec.StoredCommit(bytes));
    }

    [Fact]
    public void Score_WhenTheStateWasStoredInBetween_GivesTheSame()
    {
        var session = Mature();
        var batch = Behaviour.HumanTyping(99, 30, Behaviour.Start + 600_000).Whole(5_000);
        var (now, id) = (Sitting.Opened.AddMinutes(11), Guid.NewGuid());

        var direct = Sentinel.Domain.Scorer.Score(session, UserState.New, batch, Policy.Default, now, id);
        var stored = Sentinel.Domain.Scorer.Score(SessionCodec.Decode(SessionCodec.Encode(session))!, UserState.New, batch, Policy.Default, now, id);

        Assert.Equal(SessionCodec.Encode(direct.Session), SessionCodec.Encode(stored.Session));
    }

    [Fact]
    public void Decode_WhenAnyByteIsDamaged_IsNull()
    {
        var bytes = SessionCodec.Encode(Mature());
        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 0x5A;
            Assert.Null(SessionCodec.Decode(damaged));
        }
    }

    [Fact]
    public void Decode_WhenTruncatedAnywhere_IsNull()
    {
        var bytes = SessionCodec.Encode(Mature());
        for (var length = 0; length < bytes.Length; length++)
            Assert.Null(SessionCodec.Decode(bytes.AsSpan(0, length)));
    }

    [Fact]
    public void Decode_WhenTheVersionIsNewer_IsNullButTheCommitIdIsReadable()
    {
        var writer = new StateWriter();
        var commit = CommitId.New();
        writer.Raw(commit.Value);
        writer.Raw((byte)(SessionCodec.Version + 1));
        writer.Text("something this version does not know");
        var bytes = writer.Seal();

        Assert.Null(SessionCodec.Decode(bytes));
        Assert.Equal(commit, SessionCodec.StoredCommit(bytes));
    }

    [Fact]
    public void Invariant10_WhenTenThousandBatchesCame_TheStateIsAtMostFourKibibytes()
    {
        var sitting = new Sitting();
        var random = new Random(1);
        for (var i = 1; i <= 10_000; i++)
        {
            var start = Behaviour.Start + (i * 1000.0);
            var behaviour = i % 3 == 0 ? Behaviour.HumanPointing(i, 1, start) : Behaviour.HumanTyping(i, 7, start);
            var stream = StreamId.Of($"tab-{random.Next(SessionState.MaxStreams)}");
            sitting.Score(behaviour.Whole(i) with { Stream = stream, Dropped = i % 7 == 0 ? 3 : 0 }, Sitting.At(start + 1000));
        }

        var bytes = SessionCodec.Encode(sitting.Session).Length;
        Assert.Equal(SessionState.MaxStreams, sitting.Session.Streams.Length);
        Assert.InRange(bytes, 1, 4096);
    }

    /// <summary>The largest state there can be: the longest names, every list full, every number long.</summary>
    [Fact]
    public void Invariant10_WhenEverythingIsAsLargeAsItCanBe_TheStateIsAtMostFourKibibytes()
    {
        var session = Mature();
        var active = session.Streams.First(s => !s.IsParked);
        var streams = Enumerable.Range(0, SessionState.MaxStreams).Select(i => (i < SessionState.MaxActiveStreams ? active : active.Park()) with
        {
            Id = StreamId.Of($"{i}"),
            Sequences = new(1L << 53, ulong.MaxValue),
        }).ToImmutableArray();
        var verdict = session.Answers.Answers[^1].Verdict with
        {
            Reasons = [.. DetectorCatalog.Reasons.Take(Verdict.MaxReasons).Select(code => Reason.Of(code, -1, 1))],
            PolicyVersion = 10_000,
            BaselineVersion = 10_000,
        };
        var largest = session with
        {
            Tenant = TenantId.Parse(new string('t', 32)),
            User = UserId.Parse(new string('u', 128)),
            Streams = streams,
            Answers = AnswerRing.Of([.. Enumerable.Range(0, AnswerRing.Capacity).Select(i => new RecordedAnswer(streams[^1].Id, (1L << 53) - i, uint.MaxValue, verdict))]),
            Timeline = [.. Enumerable.Range(0, SessionState.MaxTimeline).Select(i => new TrustPoint(Sitting.Opened.AddSeconds(i), 0.5))],
            Challenges = [.. Enumerable.Range(0, SessionState.MaxChallenges).Select(_ => new Challenge(Guid.NewGuid(), Sitting.Opened, ChallengeOutcome.Failed))],
            LastReasons = verdict.Reasons,
        };

        Assert.InRange(SessionCodec.Encode(largest).Length, 1, 4096);
    }

    private static SessionState Mature()
    {
        var behaviour = Behaviour.HumanTyping(3, 400).With(Behaviour.HumanPointing(4, 30)).With(Behaviour.ScriptTyping(40, Behaviour.Start + 120_000));
        var sitting = new Sitting().Play(behaviour.BySecond());
        sitting.Report(ChallengeOutcome.Failed, Sitting.At(behaviour.End));
        Assert.NotNull(sitting.Session.Latched);
        return sitting.Session with { Commit = CommitId.New(), CommitNumber = 42 };
    }
}
