using System.Text.Json.Serialization;
using Sentinel.Application.Profiles;
using Sentinel.Application.Profiles.Records;

namespace Sentinel.Api.Contracts;

/// <summary>The version to go back to.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RollBackBody
{
    /// <summary>A version that was published; the profile lists them.</summary>
    public int Version { get; init; }
}

/// <summary>What is known about a user.</summary>
public sealed record ProfileAnswer
{
    public required string UserId { get; init; }

    /// <summary>The trust that the last scored session left, 0..1; null before the first.</summary>
    public required double? CarryOver { get; init; }

    /// <summary>Devices with a block or failed challenges in the last 24 h and no passed challenge since, at most 16.</summary>
    public required int OpenStrikes { get; init; }

    /// <summary>Devices on which a challenge was passed, at most 8. On other devices, training needs a new challenge.</summary>
    public required int KnownDevices { get; init; }

    /// <summary>These devices.</summary>
    public required DeviceAnswer[] Devices { get; init; }

    /// <summary>Blocks and failed challenges of the last 24 h by device, cleared ones among them.</summary>
    public required StrikeAnswer[] Strikes { get; init; }

    /// <summary>The present ban; null for none.</summary>
    public required BanAnswer? Ban { get; init; }

    /// <summary>When all of the user's sessions were revoked last; null for never.</summary>
    public required DateTimeOffset? SessionsRevokedAt { get; init; }

    /// <summary>The version of the baseline that scores sessions now; 0 for none.</summary>
    public required int ScoredWithVersion { get; init; }

    /// <summary>For each model of the baseline that scores sessions now, how sure it is; empty without a baseline.</summary>
    public required EnrolmentAnswer[] Enrolment { get; init; }

    /// <summary>Null while nothing was learned.</summary>
    public required LearntAnswer? Learnt { get; init; }

    internal static ProfileAnswer Of(string userId, UserProfile profile) => new()
    {
        UserId = userId,
        CarryOver = profile.User.CarryOver,
        OpenStrikes = profile.User.Strikes.Devices.Count(strike => strike.Open),
        KnownDevices = profile.User.Devices.Length,
        Devices = [.. profile.User.Devices.Select(DeviceAnswer.Of)],
        Strikes = [.. profile.User.Strikes.Devices.Select(StrikeAnswer.Of)],
        Ban = profile.Ban is { } ban ? BanAnswer.Of(userId, ban) : null,
        SessionsRevokedAt = profile.User.RevokedAt,
        ScoredWithVersion = profile.User.Baseline.Version,
        Enrolment = [.. Domain.Profiles.Enrolment.Of(profile.User.Baseline).Select(EnrolmentAnswer.Of)],
        Learnt = profile.Learnt is { } learnt ? LearntAnswer.Of(learnt) : null,
    };
}

/// <summary>How sure one model is of a user.</summary>
/// <param name="Model"><c>fixed_text</c>, <c>free_text</c>, <c>mouse</c> or <c>touch</c>.</param>
/// <param name="Samples">
/// What it was learned from: entries of the text that was entered most often, samples of a hundred key strokes, or pointer strokes; null if
/// it is not known, which is so for free typing that was learned before Sentinel knew styles.
/// </param>
/// <param name="ErrorRate">
/// The equal error rate of a model of as many samples, 0..1: of recorded people's attempts and of impostors' in their names, the share that
/// it took for the other's. An attempt is an entry of a fixed text, fifty key strokes of free typing, or a session of the mouse, so the
/// rates of two models cannot be compared. Null for <c>touch</c>, which was not measured. See docs/models.md, "Few samples".
/// </param>
public sealed record EnrolmentAnswer(string Model, int? Samples, double? ErrorRate)
{
    internal static EnrolmentAnswer Of(Domain.Profiles.Enrolment enrolment) =>
        new(enrolment.Model, enrolment.Samples, enrolment.ErrorRate);
}

/// <summary>What was learned about a user.</summary>
public sealed record LearntAnswer
{
    /// <summary>0 while no baseline is published.</summary>
    public required int PublishedVersion { get; init; }

    /// <summary>Newest first.</summary>
    public required VersionAnswer[] Versions { get; init; }

    /// <summary>Training samples in the reservoir, or waiting for the next training.</summary>
    public required int TrainingSamples { get; init; }

    /// <summary>
    /// Training samples that wait for a passed challenge, or do not match the verified samples; they expire after seven days.
    /// </summary>
    public required int Quarantined { get; init; }

    internal static LearntAnswer Of(Profile profile) =>
        new()
        {
            PublishedVersion = profile.PublishedVersion,
            Versions = [.. profile.Versions.Select(VersionAnswer.Of)],
            TrainingSamples =
                profile.TrainingSamples.GetValueOrDefault(SampleState.New) + profile.TrainingSamples.GetValueOrDefault(SampleState.Kept),
            Quarantined =
                profile.TrainingSamples.GetValueOrDefault(SampleState.Quarantined)
                + profile.TrainingSamples.GetValueOrDefault(SampleState.Suspect),
        };
}

/// <summary>One trained version of a baseline.</summary>
/// <param name="Version">Counts from 1; a number is never reused.</param>
/// <param name="CreatedAt">When it was trained, UTC.</param>
/// <param name="Status">PUBLISHED (now or once), QUARANTINED or ROLLED_BACK.</param>
/// <param name="Reason">Why it was quarantined; otherwise empty.</param>
/// <param name="Drift">
/// How far the version is from its anchor, 0..1: the larger share of either's windows that the other refuses (docs/models.md).
/// </param>
/// <param name="Models">Those of <c>fixed_text</c>, <c>free_text</c>, <c>mouse</c>, <c>touch</c> that have enough training data.</param>
/// <param name="Bytes">Size in bytes.</param>
public sealed record VersionAnswer(
    int Version,
    DateTimeOffset CreatedAt,
    BaselineStatus Status,
    string Reason,
    double Drift,
    string[] Models,
    int Bytes
)
{
    internal static VersionAnswer Of(BaselineVersion version) =>
        new(
            version.Version,
            version.CreatedAt,
            version.Status,
            version.Reason,
            Math.Round(version.Drift, 3),
            [.. version.Models],
            version.Bytes
        );
}
