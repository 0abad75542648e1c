using System.Collections.Immutable;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.HotState;

namespace Sentinel.Unit.Tests;

public sealed class SessionCodecTests
{
    [Fact]
    public void Decode_WhenEncoded_IsTheSameState()
    {
        var session = Mature() with { SharedWith = Sharing.Strikes, DeclaredAgent = "acme-shopper" };
        var commit = CommitId.New();
        var bytes = SessionCodec.Encode(session, commit);

        var decoded = Decode(bytes);

        Assert.NotNull(decoded);
        Assert.Equal(bytes, SessionCodec.Encode(decoded, commit));
        Assert.Equal(session.Account, decoded.Account);
        Assert.Equal(session.Latched, decoded.Latched);
        Assert.Equal(Sharing.Strikes, decoded.SharedWith);
        Assert.Equal("acme-shopper", decoded.DeclaredAgent);
        Assert.Equal(session.Timeline.AsEnumerable(), decoded.Timeline);
        Assert.Equal(session.Answers.Answers[^1].Verdict.Reasons.AsEnumerable(), decoded.Answers.Answers[^1].Verdict.Reasons);
        Assert.Equal(
            session.Answers.Answers.ToArray().Select(a => (a.Sequence, a.Verdict.DecisionId)),
            decoded.Answers.Answers.ToArray().Select(a => (a.Sequence, a.Verdict.DecisionId))
        );
        Assert.Equal(commit, SessionCodec.StoredCommit(bytes));
    }

    [Fact]
    public void Decode_WhenListsWereMatched_RemembersThemInFourBytesEach()
    {
        var session = Mature();
        var listed = session with { Lists = new() { Networks = [1, uint.MaxValue], BarsTraining = true } };
        var bytes = SessionCodec.Encode(listed, default);
        Assert.Equal(SessionCodec.Encode(session, default).Length + 8, bytes.Length);
        Assert.Equal(listed.Lists, Decode(bytes)!.Lists);
        Assert.Equal(ListTrace.Empty, Stored(session).Lists);
    }

    [Theory]
    [InlineData(0, 0), InlineData(1, 1), InlineData(23, 3), InlineData(126, 16), InlineData(255, 32)]
    public void Decode_WhenReasonsSpoke_RemembersThemInABitEach(byte highest, int bytes)
    {
        var silent = Mature() with { Against = ReasonSet.None };
        var spoken = silent with { Against = highest == 0 ? ReasonSet.None : ReasonSet.None.With(1).With(highest) };
        Assert.Equal(SessionCodec.Encode(silent, default).Length + bytes, SessionCodec.Encode(spoken, default).Length);
        Assert.Equal(spoken.Against, Stored(spoken).Against);
    }

    [Fact]
    public void Score_WhenTheStateWasStoredInBetween_GivesTheSame()
    {
        var session = Mature();
        var batch = Behaviour.HumanTyping(99, 30, Behaviour.Start + 600_000).Whole(5_000);
        var now = Sitting.Opened.AddMinutes(11);

        var direct = (ScoreResult.Scored)Scorer.Score(session, UserState.New, batch, Policy.Default, now);
        var stored = (ScoreResult.Scored)Scorer.Score(Stored(session), UserState.New, batch, Policy.Default, now);

        Assert.Equal(SessionCodec.Encode(direct.Session, default), SessionCodec.Encode(stored.Session, default));
    }

    [Fact]
    public void Decode_WhenAnyByteIsDamaged_IsNull()
    {
        var bytes = SessionCodec.Encode(Mature(), default);
        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 0x5A;
            Assert.Null(Decode(damaged));
        }
    }

    [Fact]
    public void Decode_WhenTruncatedAnywhere_IsNull()
    {
        var bytes = SessionCodec.Encode(Mature(), default);
        for (var length = 0; length < bytes.Length; length++)
            Assert.Null(Decode(bytes.AsSpan(0, length)));
    }

    [Theory]
    [InlineData(SessionCodec.Version + 1), InlineData(SessionCodec.Version - 1)]
    public void Decode_WhenTheVersionIsAnother_IsNullButTheCommitIdIsReadable(byte version)
    {
        var writer = StateWriter.Begin();
        var commit = CommitId.New();
        writer.Raw(commit.Value);
        writer.Raw(version);
        writer.Text("something this version does not know");
        var bytes = writer.Seal();

        Assert.Null(Decode(bytes));
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

        var bytes = SessionCodec.Encode(sitting.Session, default).Length;
        Assert.Equal(SessionState.MaxStreams, sitting.Session.Streams.Length);
        Assert.InRange(bytes, 1, 4096);
    }

    /// <summary>
    /// The largest possible state: the longest names, full lists and the longest numbers. With a thousand commits a second, the most that a
    /// policy can allow, a session reaches this number of commits in half a year.
    /// </summary>
    [Fact]
    public void Invariant10_WhenEverythingIsAsLargeAsItCanBe_TheStateIsAtMostFourKibibytes()
    {
        var session = Mature();
        var active = session.Streams.First(s => !s.IsParked);
        var streams = Enumerable
            .Range(0, SessionState.MaxStreams)
            .Select(i =>
                (i < SessionState.MaxActiveStreams ? active : active.Park()) with
                {
                    Id = StreamId.Of($"{i}"),
                    Sequences = new(1L << 53, ulong.MaxValue),
                }
            )
            .ToImmutableArray();
        var verdict = session.Answers.Answers[^1].Verdict with
        {
            Reasons = [.. DetectorCatalog.Reasons.Take(Verdict.MaxReasons).Select(code => Reason.Of(code, -1, 1))],
            PolicyVersion = 10_000,
            BaselineVersion = 10_000,
        };
        var largest = session with
        {
            Lists = new() { Networks = [.. Enumerable.Repeat(uint.MaxValue, ListTrace.MaxNetworks)], BarsTraining = true },
            User = UserId.Parse(new string('u', 128)),
            CommitNumber = 1L << 34,
            DeclaredAgent = new string('a', AgentRules.LongestName),
            Closed = Enumerable
                .Range(0, 300)
                .Aggregate(ClosedStreams.None, (closed, i) => closed.With(new(StreamId.Of($"old-{i}"), Behaviour.Start + i))),
            Lifts = 1 << 30,
            Streams = streams,
            Answers = AnswerRing.Of([
                .. Enumerable
                    .Range(0, AnswerRing.Capacity)
                    .Select(i => new RecentAnswer(
                        streams[^1].Id,
                        (1L << 53) - 64 - i,
                        uint.MaxValue,
                        1_000_000,
                        Sitting.Opened.AddDays(i % 2),
                        verdict
                    )),
            ]),
            Timeline = [.. Enumerable.Range(0, SessionState.MaxTimeline).Select(i => new TrustPoint(Sitting.Opened.AddSeconds(i), 0.5))],
            Challenges =
            [
                .. Enumerable
                    .Range(0, SessionState.MaxChallenges)
                    .Select(_ => new Challenge(Guid.NewGuid(), Sitting.Opened, ChallengeOutcome.Failed)
                    {
                        ReportedAt = Sitting.Opened,
                        ReportedBy = 1L << 34,
                    }),
            ],
            LastReasons = verdict.Reasons,
            Against = DetectorCatalog.All.Aggregate(ReasonSet.None, (set, detector) => set.With(detector.Reason.Id)),
        };

        Assert.InRange(SessionCodec.Encode(largest, default).Length, 1, 4096);
        var shadowed = largest with { Shadow = ShadowState.Of(largest, Policy.Default with { Version = int.MaxValue >> 2 }) };
        Assert.InRange(SessionCodec.Encode(shadowed, default).Length, 1, 4096 + ShadowTests.MostBytes);
    }

    private static SessionState Mature()
    {
        var behaviour = Behaviour
            .HumanTyping(3, 400)
            .With(Behaviour.HumanPointing(4, 30))
            .With(Behaviour.ScriptTyping(40, Behaviour.Start + 400_000));
        var sitting = new Sitting().Play(behaviour.BySecond());
        sitting.Report(ChallengeOutcome.Failed, Sitting.At(behaviour.End));
        Assert.NotNull(sitting.Session.Latched);
        return sitting.Session;
    }

    private static SessionState Stored(SessionState session) => Decode(SessionCodec.Encode(session, default))!;

    private static SessionState? Decode(ReadOnlySpan<byte> bytes) => SessionCodec.Decode(bytes, TenantId.Default, Sitting.Id);

    public static TheoryData<Type> RawTypes =>
        [
            typeof(TrustAccount),
            typeof(KeyMemory),
            typeof(KeyRhythm),
            typeof(TypingTrace),
            typeof(StrokeMemory),
            typeof(PointerMotion),
            typeof(SequenceWindow),
            typeof(StreamClock),
            typeof(InputClaims),
            typeof(StyleTrace),
            typeof(Reason),
            typeof(ReasonSet),
        ];

    /// <summary>
    /// Padding contains arbitrary memory: equal states would have different bytes, and data outside the state would be stored.
    /// </summary>
    [Theory]
    [MemberData(nameof(RawTypes))]
    public void Encode_WhenAStructIsWrittenRaw_HasNoPadding(Type type) => Assert.Equal(Marshalled(type), Fields(type));

    private static int Marshalled(Type type) =>
        (int)typeof(System.Runtime.CompilerServices.Unsafe).GetMethod("SizeOf")!.MakeGenericMethod(type).Invoke(null, null)!;

    /// <summary>The total bytes of all nested fields.</summary>
    private static int Fields(Type type)
    {
        if (type.IsPrimitive || type.IsEnum)
            return Marshalled(type);
        var sum = type.GetFields(
                System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic
            )
            .Sum(field => Fields(field.FieldType));
        return sum
            * (
                type.GetCustomAttributes(typeof(System.Runtime.CompilerServices.InlineArrayAttribute), false)
                    is [System.Runtime.CompilerServices.InlineArrayAttribute array]
                    ? array.Length
                    : 1
            );
    }
}
