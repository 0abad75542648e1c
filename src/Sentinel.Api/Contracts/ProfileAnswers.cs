using System.Text.Json.Serialization;
using Sentinel.Application.Profiles;
using Sentinel.Application.Profiles.Records;

namespace Sentinel.Api.Contracts;

/// <summary>Which version to go back to.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RollBackBody
{
    /// <summary>One that was published: see the profile's versions.</summary>
    public int Version { get; init; }
}

/// <summary>What is known of a user.</summary>
public sealed record ProfileAnswer
{
    public required string UserId { get; init; }

    /// <summary>The trust that the last scored session left, 0..1; null before the first.</summary>
    public required double? CarryOver { get; init; }

    /// <summary>Devices with a block or failed challenges in the last 24 h that no passed challenge has answered, at most 16.</summary>
    public required int OpenStrikes { get; init; }

    /// <summary>Devices on which a challenge was passed, at most 8; only there is learnt without a new one.</summary>
    public required int KnownDevices { get; init; }

    /// <summary>The baseline that sessions are scored with just now; 0 for none.</summary>
    public required int ScoredWithVersion { get; init; }

    /// <summary>Null while nothing was learnt.</summary>
    public required LearntAnswer? Learnt { get; init; }

    internal static ProfileAnswer Of(string userId, UserProfile profile) => new()
    {
        UserId = userId,
        CarryOver = profile.User.CarryOver,
        OpenStrikes = profile.User.Strikes.Devices.Count(strike => strike.Open),
        KnownDevices = profile.User.Devices.Length,
        ScoredWithVersion = profile.User.Baseline.Version,
        Learnt = profile.Learnt is { } learnt ? LearntAnswer.Of(learnt) : null,
    };
}

/// <summary>What was learnt of a user.</summary>
public sealed record LearntAnswer
{
    /// <summary>0 while no baseline is published.</summary>
    public required int PublishedVersion { get; init; }

    /// <summary>Newest first.</summary>
    public required VersionAnswer[] Versions { get; init; }

    /// <summary>Decisions whose windows are in the reservoir, or teach at the next training.</summary>
    public required int TrainingSamples { get; init; }

    /// <summary>
    /// Decisions whose windows wait for a passed challenge, or do not go with what passed ones vouch for; they expire after seven days.
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
/// <param name="Version">From 1; never used twice.</param>
/// <param name="CreatedAt">When it was trained, UTC.</param>
/// <param name="Status">PUBLISHED (now or once), QUARANTINED or ROLLED_BACK.</param>
/// <param name="Reason">Why it was quarantined; else empty.</param>
/// <param name="Drift">
/// How far it is from what passed challenges vouch for (docs/models.md): the larger share of either's windows that the other refuses, 0..1.
/// </param>
/// <param name="Models">Of <c>fixed_text</c>, <c>typing</c>, <c>mouse</c>, <c>touch</c> those that have learnt enough.</param>
/// <param name="Bytes">Its size.</param>
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
