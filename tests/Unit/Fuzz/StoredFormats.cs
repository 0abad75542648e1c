using System.Buffers.Binary;
using System.IO.Hashing;
using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.Formats;
using Sentinel.Infrastructure.HotState;

namespace Sentinel.Unit.Tests;

/// <summary>A stored format for a fuzzer.</summary>
/// <param name="Examples">Valid bytes without their checksum.</param>
/// <param name="IsSealed">An XxHash32 checksum follows the bytes.</param>
/// <param name="Again">Reads, uses and writes the value again; null if it cannot be read.</param>
internal sealed record StoredFormat(IReadOnlyList<byte[]> Examples, bool IsSealed, Func<byte[], byte[]?> Again)
{
    /// <summary>Appends the valid checksum, so that the content is read.</summary>
    public byte[] Sealed(byte[] payload)
    {
        if (!IsSealed) return payload;
        var bytes = new byte[payload.Length + sizeof(uint)];
        payload.CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(payload.Length), XxHash32.HashToUInt32(payload));
        return bytes;
    }

    public byte[] Payload(byte[] bytes) => IsSealed ? bytes[..^sizeof(uint)] : bytes;
}

internal static class StoredFormats
{
    public static readonly IReadOnlyDictionary<string, Func<StoredFormat>> All = new Dictionary<string, Func<StoredFormat>>
    {
        ["session"] = () => Sealed(Sessions().Select(session => SessionCodec.Encode(session, default)), AgainSession),
        ["user"] = () => Sealed(Users().Select(UserCodec.EncodeSanctions), AgainUser),
        ["audit"] = () => Sealed(Records().Select(AuditRecordCodec.Encode), AgainRecord),
        ["sample"] = () => new([.. Crowd.TrainingSamples(1).Take(8).Select(TrainingSampleFormat.Write)], false, AgainTrainingSample),
        ["baseline"] = () => Sealed([BaselineFormat.Write(Crowd.Known)], AgainBaseline),
    };

    private static StoredFormat Sealed(IEnumerable<byte[]> examples, Func<byte[], byte[]?> again)
    {
        var format = new StoredFormat([], true, again);
        return format with { Examples = [.. examples.Select(format.Payload)] };
    }

    /// <summary>
    /// A readable state can be scored within bounds and written. The batches' fuzzer checks that real sessions can be read again.
    /// </summary>
    private static byte[]? AgainSession(byte[] bytes)
    {
        if (SessionCodec.Decode(bytes, TenantId.Default, Sitting.Id) is not { } session) return null;
        foreach (var batch in Next)
        {
            if (Scorer.Score(session, UserState.New, batch, Policy.Default, Sitting.Opened.AddMinutes(7)) is not ScoreResult.Scored result)
                continue;
            var verdict = result.Verdict;
            Assert.True(
                verdict.Scores is { Trust: >= 0 and <= 1, Risk: >= 0 and <= 1 }
                    && Enum.IsDefined(verdict.Decision)
                    && Enum.IsDefined(verdict.Scores!.Value.Phase),
                $"{verdict}"
            );
            SessionCodec.Encode(result.Session, default);
        }

        return SessionCodec.Encode(session, default);
    }

    private static byte[]? AgainUser(byte[] bytes)
    {
        var user = UserCodec.Decode(default, bytes, default, 0);
        if (user.IsUnreadable) return null;
        var struck = user.Add(DeviceId.Of("d-1"), StrikeKind.Block, Sitting.Opened, Policy.Default);
        Assert.True(struck.IsBlocked(DeviceId.Of("d-1"), DateTimeOffset.UnixEpoch, Sitting.Opened, Policy.Default));
        Assert.InRange(struck.Strikes.Devices.Length, 1, Strikes.MaxDevices);
        return UserCodec.EncodeSanctions(user);
    }

    /// <summary>Checks the bounds of the audit table and its readers.</summary>
    private static byte[]? AgainRecord(byte[] bytes)
    {
        if (AuditRecordCodec.Decode(bytes) is not { } record)
            return null;
        Assert.True(
            Enum.IsDefined(record.Kind)
                && Enum.IsDefined(record.Decision)
                && Enum.IsDefined(record.Sensitivity)
                && (record.Verdict.Scores is not { } scores || Enum.IsDefined(scores.Phase))
                && Enum.IsDefined(record.Learning)
        );
        Assert.True(
            record
                is {
                    Verdict.Scores: null or { Trust: >= 0 and <= 1, Risk: >= 0 and <= 1 },
                    Sequence: >= 0,
                    CommitNumber: >= 0,
                    Verdict.PolicyVersion: >= 0,
                    Verdict.BaselineVersion: >= 0
                },
            $"{record}"
        );
        Assert.All(
            record.Verdict.Reasons,
            reason => Assert.True(reason is { Id: > 0, Confidence: >= 0 and <= 1, Weight: >= -300 and <= 300 })
        );
        Assert.DoesNotContain('\0', record.Stream + record.Action);
        return AuditRecordCodec.Encode(record);
    }

    private static byte[]? AgainTrainingSample(byte[] bytes)
    {
        try
        {
            var sample = TrainingSampleFormat.Read(bytes);
            Assert.All(sample.Entries, entry => Assert.All(entry.Rhythm!.Logs, log => Assert.True(double.IsFinite(log))));
            Assert.All(
                sample.FreeText,
                sample => Assert.True(double.IsFinite(Crowd.Known.FreeText!.Score(sample.Grouped())) || sample.Times == 0)
            );
            Assert.All(
                sample.Strokes,
                stroke => Assert.True(Enum.IsDefined(stroke.Kind) && double.IsFinite(Crowd.Known.Mouse!.Score(stroke)))
            );
            return TrainingSampleFormat.Write(sample);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Every score of the baseline is a number.</summary>
    private static byte[]? AgainBaseline(byte[] bytes)
    {
        if (BaselineFormat.Read(bytes, Crowd.Population) is not { } baseline)
            return null;
        Assert.All(
            baseline.Texts.Where(text => text.Template.Strokes == Entry.Strokes),
            text => Assert.False(double.IsNaN(text.Template.Score(Entry)))
        );
        Assert.False(baseline.FreeText is { } freeText && double.IsNaN(freeText.Score(Sample)));
        Assert.False(baseline.Mouse is { } mouse && double.IsNaN(mouse.Score(Stroke)));
        return BaselineFormat.Write(baseline);
    }

    private static readonly FixedTextRhythm Entry = new Typist(5).Entries(1)[0];

    private static readonly FreeTextSums Sample = Crowd.Sample(new Writer(5));

    private static readonly StrokeSample Stroke = new Mover(5).Kept(1).First();

    private static readonly IReadOnlyList<Batch> Next =
    [
        Behaviour
            .HumanTyping(7, 12, Behaviour.Start + 400_000)
            .With(Behaviour.HumanPointing(8, 1, Behaviour.Start + 400_000))
            .Whole(1L << 20),
        Behaviour.HumanPointing(9, 1, Behaviour.Start + 61_000).Whole(1L << 21) with
        {
            Stream = StreamId.Of("tab-1"),
        },
    ];

    /// <summary>New and old sessions, in the middle of a stroke, an entry and a sample, with every list filled.</summary>
    private static IEnumerable<SessionState> Sessions()
    {
        var sitting = new Sitting();
        yield return sitting.Session;
        var typed = Behaviour.HumanTyping(3, 150).With(Behaviour.HumanPointing(4, 30)).With(Entries());
        foreach (var (batch, at) in typed.BySecond())
        {
            sitting.Score(batch with { Stream = batch.Sequence % 3 == 0 ? StreamId.Of("tab-1") : StreamId.Main }, Sitting.At(at));
            if (batch.Sequence % 6 == 0) yield return sitting.Session;
        }

        for (var tab = 2; tab < 9; tab++) sitting.Score(typed.Whole(1) with { Stream = StreamId.Of($"tab-{tab}") }, Sitting.At(typed.End));
        sitting.Report(ChallengeOutcome.Passed, Sitting.At(typed.End));
        sitting.Report(ChallengeOutcome.Failed, Sitting.At(typed.End));
        yield return sitting.Session;
        sitting.Score(
            Behaviour.ScriptTyping(60, typed.End).Whole(1000) with
            {
                Stream = StreamId.Of("tab-8"),
            },
            Sitting.At(typed.End + 3_000)
        );
        Assert.NotNull(sitting.Session.Latched);
        yield return sitting.Session.End();
    }

    private static Behaviour Entries()
    {
        var entries = new Behaviour();
        for (var i = 0; i < 40; i++)
        {
            var down = Behaviour.Start + 20_000 + (i * 170);
            entries.Keys.Add(new(down, down + 80 + i, i % 15 == 14 ? KeyCode.Enter : KeyCode.Masked, 42));
        }

        return entries;
    }

    private static IEnumerable<UserState> Users()
    {
        var user = UserState.New;
        yield return user;
        for (var i = 0; i < 20; i++)
        {
            var device = DeviceId.Of($"d-{i}");
            user = user.Add(
                    device,
                    i % 2 == 0 ? StrikeKind.Block : StrikeKind.FailedChallenge,
                    Sitting.Opened.AddMinutes(i),
                    Policy.Default
                )
                .Remember(device, Sitting.Opened.AddMinutes(i));
            if (i % 3 == 0)
                user = user.Settle(device, Sitting.Opened.AddMinutes(i), Policy.Default);
            if (i % 5 == 1)
                user = user.Lift(i % 2 == 0 ? null : device, Sitting.Opened.AddMinutes(i), Policy.Default);
            user = user with
            {
                BotLogOdds = user.BotLogOdds.Note(
                    device,
                    Evidences.Bot(i % 4),
                    Sitting.Opened,
                    Sitting.Opened.AddMinutes(i),
                    Policy.Default
                ),
            };
            user = user with { SanctionsNumber = i };
            yield return i % 4 == 0 ? user with { Ban = new(Sitting.Opened, Sitting.Opened + Ban.ForGood) } : user;
        }
    }

    private static IEnumerable<Application.Audit.Records.AuditRecord> Records()
    {
        var samples = Crowd.TrainingSamples(1);
        for (var i = 0; i < 6; i++)
        {
            yield return Tests.Records.Batch(TenantId.Default, i) with
            {
                Sketches = [new(SketchKind.Keys, ulong.MaxValue >> i), new(SketchKind.Stroke, (ulong)i)],
            };
            yield return Tests.Records.Batch(TenantId.Default, i) with
            {
                Learning = LearningOutcome.Open,
                TrainingSample = samples[i],
            };
            yield return Tests.Records.Batch(TenantId.Default, i) with
            {
                Sanctions = new(i, Sitting.Opened.AddDays(i), UserCodec.EncodeLasting(Users().ElementAt(i))),
            };
            yield return Tests.Records.Degraded(TenantId.Default);
        }
    }
}
