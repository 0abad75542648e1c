using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Infrastructure.HotState;

/// <summary>Kept answers, and the reasons that they and the audit records share.</summary>
internal static class VerdictCodec
{
    /// <summary>The bit that says: policy and baseline are those of the answer before.</summary>
    private const byte SameVersions = 1 << 6;

    /// <summary>
    /// The ring, oldest first. Sequences and numbers are stored as distances, and the decision's id not at all, since it follows from them:
    /// the ring is the largest part of a session.
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
            writer.Raw((byte)(stream | ((byte)verdict.Decision << 2) | ((byte)verdict.Phase << 4) | (sameVersions ? SameVersions : 0)));
            writer.Difference(session.Streams[stream].Sequences.Highest - answer.Sequence);
            writer.Raw(answer.ContentHash);
            writer.Varint(session.CommitNumber - answer.CommitNumber);
            var at = answer.At.ToUnixTimeMilliseconds();
            writer.Difference(at - before);
            before = at;
            writer.Share(verdict.Trust);
            writer.Share(verdict.Risk);
            WriteShort(writer, verdict.Reasons);
            if (sameVersions)
                continue;
            versions = (verdict.PolicyVersion, verdict.BaselineVersion);
            writer.Varint(versions.Policy);
            writer.Varint(versions.Baseline);
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
                Phase = Bounded((Phase)(packed >> 4 & 3), Phase.Trusted),
                Trust = trust,
                Risk = risk,
                Reasons = reasons,
                PolicyVersion = versions.Policy,
                BaselineVersion = versions.Baseline,
            });
        }

        return AnswerRing.Of(answers);
    }

    public static void Write(StateWriter writer, ImmutableArray<Reason> reasons)
    {
        writer.Varint(reasons.Length);
        foreach (var reason in reasons)
            writer.Raw(reason);
    }

    public static ImmutableArray<Reason> ReadReasons(ref StateReader reader)
    {
        var reasons = new Reason[reader.Count(64)];
        for (var i = 0; i < reasons.Length; i++)
            reasons[i] = reader.Sound<Reason>();
        return ImmutableCollectionsMarshal.AsImmutableArray(reasons);
    }

    /// <summary>
    /// In two bytes each where the weight is small and the confidence whole, as most are: the id, then both in one number.
    /// </summary>
    private static void WriteShort(StateWriter writer, ImmutableArray<Reason> reasons)
    {
        writer.Varint(reasons.Length);
        foreach (var reason in reasons)
        {
            var (weight, doubt) = ((int)MathF.Round(reason.Weight * 100), 100 - (int)MathF.Round(reason.Confidence * 100));
            writer.Raw(reason.Id);
            writer.Varint(((uint)((weight << 1) ^ (weight >> 31)) << 1) | (doubt > 0 ? 1u : 0));
            if (doubt > 0)
                writer.Raw((byte)doubt);
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
            var doubt = (packed & 1) == 1 ? reader.Index(101) : 0;
            if (id == 0 || Math.Abs(weight) > 30_000)
                throw new InvalidDataException("reason");
            reasons[i] = Reason.Of(DetectorCatalog.Reason(id), weight / 100.0, (100 - doubt) / 100.0);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(reasons);
    }

    private static T Bounded<T>(T value, T last)
        where T : struct, Enum => Comparer<T>.Default.Compare(value, last) <= 0 ? value : throw new InvalidDataException("word");

    /// <summary>Every kept answer is of a stream that the session still has.</summary>
    private static int IndexOf(ImmutableArray<StreamState> streams, Domain.Telemetry.StreamId id)
    {
        var index = 0;
        while (streams[index].Id != id)
            index++;
        return index;
    }
}
