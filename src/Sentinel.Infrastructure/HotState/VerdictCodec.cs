using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Statistics;
using Sentinel.Domain.Trust;

namespace Sentinel.Infrastructure.HotState;

/// <summary>A whole verdict in audit records and idempotent answers; its reasons also in sessions.</summary>
internal static class VerdictCodec
{
    public static void Write(StateWriter writer, Verdict verdict)
    {
        writer.Raw(verdict.DecisionId);
        writer.Raw((byte)verdict.Decision);
        writer.Raw(verdict.Scores is not null);
        if (verdict.Scores is { } scores)
        {
            writer.Share(scores.Trust);
            writer.Share(scores.Risk);
            writer.Raw((byte)scores.Phase);
        }

        Write(writer, verdict.Reasons);
        Write(writer, verdict.Evidence);
        writer.Varint(verdict.PolicyVersion);
        writer.Varint(verdict.BaselineVersion);
        writer.Raw(verdict.WouldHave is not null);
        if (verdict.WouldHave is { } other)
            Write(writer, other);
    }

    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static Verdict Read(ref StateReader reader) => Read(ref reader, mayNest: true);

    private static Verdict Read(ref StateReader reader, bool mayNest) => new()
    {
        DecisionId = reader.Raw<Guid>(),
        Decision = Defined((Decision)reader.Raw<byte>()),
        Scores = reader.Flag() ? new(reader.Share(), reader.Share(), Defined((Phase)reader.Raw<byte>())) : null,
        Reasons = ReadReasons(ref reader),
        Evidence = ReadAll<DetectorEvidence>(ref reader),
        PolicyVersion = reader.Count(int.MaxValue),
        BaselineVersion = reader.Count(int.MaxValue),
        WouldHave = !reader.Flag() ? null : mayNest ? Read(ref reader, mayNest: false) : throw new InvalidDataException("nesting"),
    };

    public static void Write<T>(StateWriter writer, ImmutableArray<T> items)
        where T : unmanaged
    {
        writer.Varint(items.Length);
        foreach (var item in items)
            writer.Raw(item);
    }

    public static ImmutableArray<Reason> ReadReasons(ref StateReader reader) => ReadAll<Reason>(ref reader);

    private static ImmutableArray<T> ReadAll<T>(ref StateReader reader)
        where T : unmanaged, IStored
    {
        var items = new T[reader.Count(DetectorEvidence.MaxOfABatch)];
        for (var i = 0; i < items.Length; i++)
            items[i] = reader.Sound<T>();
        return ImmutableCollectionsMarshal.AsImmutableArray(items);
    }

    private static T Defined<T>(T value)
        where T : struct, Enum => Enum.IsDefined(value) ? value : throw new InvalidDataException("word");
}

/// <summary>The answer ring of a session.</summary>
internal static class AnswerRingCodec
{
    /// <summary>Set if policy and baseline versions are those of the previous answer.</summary>
    private const byte SameVersions = 1 << 6;

    /// <summary>Set if another policy's verdict follows.</summary>
    private const byte HasWouldHave = 1 << 7;

    /// <summary>
    /// Writes the oldest answer first. The ring is the largest part of a session, so it stores sequences and numbers as differences, and no
    /// decision id, which follows from them.
    /// </summary>
    public static void Write(StateWriter writer, SessionState session)
    {
        var answers = session.Answers.Answers;
        writer.Varint(answers.Length);
        var before = session.OpenedAt.ToUnixTimeMilliseconds();
        var versions = (Policy: 0, Baseline: 0);
        foreach (var answer in answers)
        {
            var stream = IndexOf(session.Streams, answer.Stream);
            var verdict = answer.Verdict;
            var sameVersions = versions == (verdict.PolicyVersion, verdict.BaselineVersion);
            var scores = verdict.Scores!.Value;
            writer.Raw(
                (byte)(
                    stream
                    | ((byte)verdict.Decision << 2)
                    | ((byte)scores.Phase << 4)
                    | (sameVersions ? SameVersions : 0)
                    | (verdict.WouldHave is null ? 0 : HasWouldHave)
                )
            );
            writer.Difference(session.Streams[stream].Sequences.Highest - answer.Sequence);
            writer.Raw(answer.ContentHash);
            writer.Varint(session.CommitNumber - answer.CommitNumber);
            var at = answer.At.ToUnixTimeMilliseconds();
            writer.Difference(at - before);
            before = at;
            writer.Share(scores.Trust);
            writer.Share(scores.Risk);
            WriteShort(writer, verdict.Reasons);
            if (!sameVersions)
            {
                versions = (verdict.PolicyVersion, verdict.BaselineVersion);
                writer.Varint(versions.Policy);
                writer.Varint(versions.Baseline);
            }

            if (verdict.WouldHave is { } other)
                VerdictCodec.Write(writer, other);
        }
    }

    public static AnswerRing Read(ref StateReader reader, SessionState session)
    {
        var answers = new RecentAnswer[reader.Count(AnswerRing.Capacity)];
        var at = session.OpenedAt.ToUnixTimeMilliseconds();
        var versions = (Policy: 0, Baseline: 0);
        for (var i = 0; i < answers.Length; i++)
        {
            var packed = reader.Raw<byte>();
            var stream = (packed & 3) < session.Streams.Length ? session.Streams[packed & 3] : throw new InvalidDataException("index");
            var sequence = stream.Sequences.Highest - reader.Difference();
            if (sequence < 1 || sequence > stream.Sequences.Highest)
                throw new InvalidDataException("sequence");
            var hash = reader.Raw<uint>();
            var number = session.CommitNumber - reader.Number(session.CommitNumber);
            at += reader.Difference();
            var decided = StateReader.Moment(at);
            var (trust, risk, reasons) = (reader.Share(), reader.Share(), ReadShort(ref reader));
            if ((packed & SameVersions) == 0)
                versions = (reader.Count(int.MaxValue), reader.Count(int.MaxValue));
            answers[i] = new(stream.Id, sequence, hash, number, decided, new()
            {
                DecisionId = DecisionIds.Of(session.Id, number, decided),
                Decision = Bounded((Decision)(packed >> 2 & 3), Decision.Block),
                Scores = new(trust, risk, Bounded((Phase)(packed >> 4 & 3), Phase.Trusted)),
                Reasons = reasons,
                PolicyVersion = versions.Policy,
                BaselineVersion = versions.Baseline,
                WouldHave = (packed & HasWouldHave) != 0 ? VerdictCodec.Read(ref reader) : null,
            });
        }

        return AnswerRing.Of(answers);
    }

    /// <summary>
    /// The id, then weight and confidence in one number: two bytes if the weight is small and the confidence is 1, as usual.
    /// </summary>
    private static void WriteShort(StateWriter writer, ImmutableArray<Reason> reasons)
    {
        writer.Varint(reasons.Length);
        foreach (var reason in reasons)
        {
            var (weight, uncertainty) = ((int)MathF.Round(reason.Weight * 100), 100 - (int)MathF.Round(reason.Confidence * 100));
            writer.Raw(reason.Id);
            writer.Varint(((uint)((weight << 1) ^ (weight >> 31)) << 1) | (uncertainty > 0 ? 1u : 0));
            if (uncertainty > 0)
                writer.Raw((byte)uncertainty);
        }
    }

    private static ImmutableArray<Reason> ReadShort(ref StateReader reader)
    {
        var reasons = new Reason[reader.Count(64)];
        for (var i = 0; i < reasons.Length; i++)
        {
            var id = reader.Raw<byte>();
            var packed = (uint)reader.Count(int.MaxValue);
            var weight = (int)(packed >> 2) ^ -(int)(packed >> 1 & 1);
            var uncertainty = (packed & 1) == 1 ? reader.Index(101) : 0;
            if (id == 0 || Math.Abs(weight) > 30_000)
                throw new InvalidDataException("reason");
            reasons[i] = Reason.Of(DetectorCatalog.Reason(id), weight / 100.0, (100 - uncertainty) / 100.0);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(reasons);
    }

    private static T Bounded<T>(T value, T last)
        where T : struct, Enum => Comparer<T>.Default.Compare(value, last) <= 0 ? value : throw new InvalidDataException("word");

    /// <summary>Every stored answer belongs to a stream that the session still has.</summary>
    private static int IndexOf(ImmutableArray<StreamState> streams, Domain.Telemetry.StreamId id)
    {
        var index = 0;
        while (streams[index].Id != id)
            index++;
        return index;
    }
}
