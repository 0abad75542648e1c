using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// A session as bytes: commit id (16, first, compared by the script), format version (1), payload, checksum (4). The format contains raw
/// structs without padding, so a change of their layout is a new version. A test of the golden bytes notices it.
/// </summary>
internal static class SessionCodec
{
    public const byte Version = 19;

    private const int CommitIdLength = 16;

    /// <summary>Beside the number of networks, which is smaller.</summary>
    private const byte BarsTraining = 1 << 7;

    /// <summary>More than any session reaches, with room to count on without an overflow.</summary>
    private const int MaxCounted = 1 << 30;

    private const long MaxNumbered = 1L << 53;

    public static byte[] Encode(SessionState session, CommitId commit)
    {
        var writer = StateWriter.Begin();
        writer.Raw(commit.Value);
        writer.Raw(Version);
        writer.Text(session.User.Value);
        writer.Text(session.DeclaredAgent);
        writer.Raw(session.Device.Value);
        writer.Raw(session.ClientOrigin);
        writer.Raw(session.Moved);
        Write(writer, session.Lists);
        writer.Raw(session.RateLimit);
        writer.Moment(session.OpenedAt);
        writer.Varint(session.CommitNumber);
        writer.Raw(session.Ended);
        writer.Raw((byte)session.Phase);
        writer.Raw(session.Account);
        writer.Raw(session.UntrustedCredit);
        writer.Varint(session.EvidenceBatches);
        writer.Varint(session.Batches);
        writer.Moment(session.LastEvidenceAt);
        writer.Raw(session.Latched?.Id ?? 0);
        writer.Varint(session.Lifts);
        writer.Raw(session.Carried);
        writer.Raw(session.Excuse.Groups.Bits);
        writer.Moment(session.Excuse.PassedAt);
        writer.Moment(session.ChallengePassedAt);
        writer.Varint(session.OutOfOrder);
        writer.Varint(session.Dropped);

        writer.Varint(session.Challenges.Length);
        foreach (var challenge in session.Challenges)
        {
            writer.Raw(challenge.Id);
            writer.Moment(challenge.IssuedAt);
            writer.Raw((byte)challenge.Outcome);
            writer.Difference(challenge.ReportedAt.ToUnixTimeMilliseconds() - challenge.IssuedAt.ToUnixTimeMilliseconds());
            writer.Varint(challenge.ReportedBy);
        }

        writer.Varint(session.Timeline.Length);
        var second = 0L;
        foreach (var point in session.Timeline)
        {
            writer.Difference(point.At.ToUnixTimeSeconds() - second);
            writer.Share(point.Trust);
            second = point.At.ToUnixTimeSeconds();
        }

        VerdictCodec.Write(writer, session.LastReasons);
        Write(writer, session.Against);
        writer.Raw(session.Keys);
        writer.Raw(session.Typing);
        writer.Raw(session.Style);
        writer.Raw(session.Strokes);
        writer.Raw(session.LastKeys);
        writer.Raw(session.Sketched);
        writer.Varint(session.SketchesBefore);
        writer.Raw(session.SharedWith);
        writer.Raw(session.Allows);
        writer.Raw(session.Quota);
        Write(writer, session.Sample);
        writer.Raw(session.NewestInput);
        writer.Raw(session.Closed.ForgottenUpTo);
        writer.Varint(session.Closed.Kept.Length);
        foreach (var closed in session.Closed.Kept)
            writer.Raw(closed);
        writer.Varint(session.Streams.Length);
        foreach (var stream in session.Streams)
            Write(writer, stream);

        writer.Raw(session.Shadow is not null);
        if (session.Shadow is { } shadow)
        {
            writer.Varint(shadow.Version);
            writer.Raw(shadow.Account);
            writer.Raw((byte)shadow.Phase);
            writer.Raw(shadow.Latched?.Id ?? 0);
            writer.Raw(shadow.UntrustedCredit);
        }

        AnswerRingCodec.Write(writer, session);
        return writer.Seal();
    }

    /// <summary>The commit id, readable even if the rest is damaged.</summary>
    public static CommitId StoredCommit(ReadOnlySpan<byte> bytes) =>
        bytes.Length < CommitIdLength ? CommitId.None : new(System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(bytes));

    /// <summary>Null if the bytes are damaged or of another version.</summary>
    /// <param name="bytes">The stored value.</param>
    /// <param name="tenant">From the key.</param>
    /// <param name="id">From the key.</param>
    public static SessionState? Decode(ReadOnlySpan<byte> bytes, TenantId tenant, SessionId id)
    {
        try
        {
            var reader = new StateReader(bytes);
            reader.Raw<UInt128>();
            return reader.Raw<byte>() == Version ? Read(ref reader, tenant, id) : null;
        }
        catch (Exception e) when (e is InvalidDataException or FormatException)
        {
            return null;
        }
    }

    private static SessionState Read(ref StateReader reader, TenantId tenant, SessionId id)
    {
        var session = ReadBody(ref reader, tenant, id);
        session = session with { Answers = AnswerRingCodec.Read(ref reader, session) };
        reader.End();
        return session;
    }

    private static SessionState ReadBody(ref StateReader reader, TenantId tenant, SessionId id) => new()
    {
        Tenant = tenant,
        User = UserId.Parse(reader.Text()),
        Id = id,
        DeclaredAgent = ReadAgent(reader.Text()),
        Device = new(reader.Raw<ulong>()),
        ClientOrigin = reader.Raw<ClientOrigin>(),
        Moved = (byte)reader.Index(4),
        Lists = ReadLists(ref reader),
        RateLimit = reader.Raw<LeakyBucket>(),
        OpenedAt = reader.Moment(),
        CommitNumber = reader.Number(MaxNumbered),
        Ended = reader.Flag(),
        Phase = (Phase)reader.Index((int)Phase.Trusted + 1),
        Account = reader.Sound<TrustAccount>(),
        UntrustedCredit = reader.Sound<UntrustedCredit>(),
        EvidenceBatches = reader.Count(MaxCounted),
        Batches = reader.Count(MaxCounted),
        LastEvidenceAt = reader.Moment(),
        Latched = ReadReason(ref reader),
        Lifts = reader.Count(MaxCounted),
        Carried = reader.Raw<float>() is >= 0 and <= 100 and var carried ? carried : throw new InvalidDataException("carried"),
        Excuse = new(UserCodec.ReadGroups(ref reader), reader.Moment()),
        ChallengePassedAt = reader.Moment(),
        OutOfOrder = reader.Count(MaxCounted),
        Dropped = reader.Number(MaxNumbered),
        Challenges = ReadChallenges(ref reader),
        Timeline = ReadTimeline(ref reader),
        LastReasons = VerdictCodec.ReadReasons(ref reader),
        Against = ReadReasonSet(ref reader),
        Keys = reader.Sound<KeyMemory>(),
        Typing = reader.Sound<TypingTrace>(),
        Style = reader.Sound<StyleTrace>(),
        Strokes = reader.Sound<StrokeMemory>(),
        LastKeys = reader.Sound<KeySketchTrace>(),
        Sketched = reader.Sound<SketchQuota>(),
        SketchesBefore = reader.Number(MaxNumbered),
        SharedWith = (byte)reader.Index(Domain.Scoring.Sharing.Strikes + 1),
        Allows = reader.Raw<byte>(),
        Quota = reader.Sound<TrainingQuota>(),
        Sample = ReadSample(ref reader),
        NewestInput = ReadTime(ref reader),
        Closed = ReadClosed(ref reader),
        Streams = ReadStreams(ref reader),
        Shadow = reader.Flag() ? ReadShadow(ref reader) : null,
    };

    /// <summary>Empty for people.</summary>
    internal static string ReadAgent(string name) =>
        name.Length == 0 || AgentRules.IsName(name) ? name : throw new InvalidDataException("agent");

    private static ShadowState ReadShadow(ref StateReader reader) => new(
        reader.Count(MaxCounted),
        reader.Sound<TrustAccount>(),
        (Phase)reader.Index((int)Phase.Trusted + 1),
        ReadReason(ref reader),
        reader.Sound<UntrustedCredit>());

    private static ReasonCode? ReadReason(ref StateReader reader) =>
        reader.Raw<byte>() is > 0 and var reason ? DetectorCatalog.Reason(reason) : null;

    private static void Write(StateWriter writer, StreamState stream)
    {
        writer.Raw(stream.Id.Value);
        writer.Raw(stream.Sequences);
        writer.Raw(stream.Clock);
        writer.Varint(stream.TouchedAt);
        writer.Raw(stream.GapPending);
        writer.Raw(stream.Claims);
        writer.Raw(stream.IsParked);
        if (stream.IsParked)
            return;
        writer.Raw(stream.Keys);
        writer.Raw(stream.Pointer);
        writer.Raw(stream.FreeText);
        writer.Raw(stream.FixedText.Strokes > 0);
        if (stream.FixedText.Strokes > 0)
            writer.Raw(stream.FixedText);
    }

    /// <summary>One byte, and four for each entry.</summary>
    private static void Write(StateWriter writer, ListTrace lists)
    {
        writer.Raw((byte)(lists.Networks.Length | (lists.BarsTraining ? BarsTraining : 0)));
        foreach (var network in lists.Networks)
            writer.Raw(network);
    }

    private static ListTrace ReadLists(ref StateReader reader)
    {
        var packed = reader.Raw<byte>();
        var networks = (packed & ~BarsTraining) is <= ListTrace.MaxNetworks and var count
            ? new uint[count]
            : throw new InvalidDataException("lists");
        for (var i = 0; i < networks.Length; i++)
            networks[i] = reader.Raw<uint>();
        return new() { Networks = ImmutableCollectionsMarshal.AsImmutableArray(networks), BarsTraining = (packed & BarsTraining) != 0 };
    }

    /// <summary>One byte, and one for each eight ids up to the highest in the set: 33 at most.</summary>
    private static void Write(StateWriter writer, ReasonSet reasons)
    {
        var bits = MemoryMarshal.AsBytes(new ReadOnlySpan<ReasonSet>(in reasons)).TrimEnd((byte)0);
        writer.Varint(bits.Length);
        writer.Bytes(bits);
    }

    private static ReasonSet ReadReasonSet(ref StateReader reader)
    {
        var reasons = ReasonSet.None;
        reader.Bytes(reader.Count(Unsafe.SizeOf<ReasonSet>())).CopyTo(MemoryMarshal.AsBytes(new Span<ReasonSet>(ref reasons)));
        return reasons;
    }

    private static void Write(StateWriter writer, FreeTextSums sample)
    {
        writer.Varint(sample.Strokes);
        writer.Varint(sample.Items.Length);
        writer.Bytes(MemoryMarshal.AsBytes(sample.Items));
    }

    private static FreeTextSums ReadSample(ref StateReader reader)
    {
        var strokes = reader.Count(FreeTextSums.SampleStrokes);
        var bytes = reader.Bytes(reader.Count(FreeTextSums.SampleFeatures) * Unsafe.SizeOf<FreeTextSums.Item>());
        return FreeTextSums.Of(MemoryMarshal.Cast<byte, FreeTextSums.Item>(bytes), strokes) is { IsSound: true } sample
            ? sample
            : throw new InvalidDataException("sample");
    }

    private static ImmutableArray<StreamState> ReadStreams(ref StateReader reader)
    {
        var streams = ImmutableArray.CreateBuilder<StreamState>(reader.Count(SessionState.MaxStreams));
        for (var i = 0; i < streams.Capacity; i++)
        {
            var stream = new StreamState
            {
                Id = new(reader.Raw<ulong>()),
                Sequences = reader.Sound<SequenceWindow>(),
                Clock = reader.Sound<StreamClock>(),
                TouchedAt = reader.Number(),
                GapPending = reader.Flag(),
                Claims = reader.Raw<InputClaims>(),
                IsParked = reader.Flag(),
            };
            if (
                !stream.Claims.IsSound
                || (i >= SessionState.MaxActiveStreams && !stream.IsParked)
                || streams.Any(other => other.Id == stream.Id)
            )
                throw new InvalidDataException("stream");
            streams.Add(stream.IsParked ? stream : stream with
            {
                Keys = reader.Sound<KeyRhythm>(),
                Pointer = reader.Sound<PointerMotion>(),
                FreeText = reader.Sound<FreeTextTrace>(),
                FixedText = reader.Flag() ? reader.Sound<FixedTextTrace>() : default,
            });
        }

        return streams.DrainToImmutable();
    }

    private static ClosedStreams ReadClosed(ref StateReader reader)
    {
        var forgotten = ReadTime(ref reader);
        var kept = ImmutableArray.CreateBuilder<ClosedStream>(reader.Count(ClosedStreams.Capacity));
        for (var i = kept.Capacity; i > 0; i--)
            kept.Add(new(new(reader.Raw<ulong>()), ReadTime(ref reader)));
        return new() { Kept = kept.DrainToImmutable(), ForgottenUpTo = forgotten };
    }

    /// <summary>A client's time: any finite number from 0.</summary>
    private static double ReadTime(ref StateReader reader) =>
        reader.Raw<double>() is >= 0 and < double.PositiveInfinity and var time ? time : throw new InvalidDataException("time");

    private static ImmutableArray<Challenge> ReadChallenges(ref StateReader reader)
    {
        var challenges = ImmutableArray.CreateBuilder<Challenge>(reader.Count(SessionState.MaxChallenges));
        for (var i = 0; i < challenges.Capacity; i++)
        {
            var (id, issued) = (reader.Raw<Guid>(), reader.Moment());
            var outcome = (ChallengeOutcome)reader.Index((int)ChallengeOutcome.Failed + 1);
            challenges.Add(
                new(id, issued, outcome)
                {
                    ReportedAt = StateReader.Moment(issued.ToUnixTimeMilliseconds() + reader.Difference()),
                    ReportedBy = reader.Number(),
                }
            );
        }

        return challenges.DrainToImmutable();
    }

    private static ImmutableArray<TrustPoint> ReadTimeline(ref StateReader reader)
    {
        var points = ImmutableArray.CreateBuilder<TrustPoint>(reader.Count(SessionState.MaxTimeline));
        var second = 0L;
        for (var i = 0; i < points.Capacity; i++)
        {
            second += reader.Difference();
            points.Add(new(StateReader.Moment(Math.Clamp(second, 0, uint.MaxValue) * 1_000), reader.Share()));
        }

        return points.DrainToImmutable();
    }
}
