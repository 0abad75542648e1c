using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Profiles.Records;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions.Records;
using Sentinel.Application.Users;
using Sentinel.Domain.Detection;

namespace Sentinel.Api.Contracts;

/// <summary>Everything that is stored about a user.</summary>
/// <param name="User">What hot state and the profile hold.</param>
/// <param name="Audit">The user's audit rows, newest first.</param>
public sealed record UserExportAnswer(ExportedUser User, AuditItem[] Audit);

/// <summary>Everything that is stored about a user, except the audit.</summary>
/// <param name="UserId">The user's id.</param>
/// <param name="CarryOver">The trust that the last scored session left, 0..1; null before the first.</param>
/// <param name="Strikes">Blocks and failed challenges of the last 24 h: one entry for each device, at most 16.</param>
/// <param name="UnknownDevicesBlockedAt">
/// When strikes last overflowed; null if they did not. For 24 h after it, devices without a passed challenge are blocked.
/// </param>
/// <param name="BotLogOdds">The carried bot log odds: one entry for each device, at most eight.</param>
/// <param name="BlocksLifted">How often an administrator has lifted the user's blocks.</param>
/// <param name="Devices">Hashes of the names of devices on which a challenge was passed.</param>
/// <param name="Excuses">What the last passed challenges excuse for 24 h: one entry for each device.</param>
/// <param name="Openings">The last opening from each device and place, at most four.</param>
/// <param name="RecentSketches">
/// Base64: the last sketches of input, at most 320, of eleven bytes each. Two are the day since 1970, one is 0 for keys and 1 for a pointer
/// stroke, and eight are measures of its timing or its course; no text and no position (docs/decisions/0014).
/// </param>
/// <param name="Ban">The user's ban; null if there is none.</param>
/// <param name="SessionsRevokedAt">When all of the user's sessions were revoked last; null for never.</param>
/// <param name="Sessions">Sessions that are still in hot state.</param>
/// <param name="Baselines">Versions of the baseline, with their content.</param>
/// <param name="TrainingSamples">Training samples, with their content.</param>
/// <param name="Labels">The labels of sessions and decisions.</param>
/// <param name="Sketches">Sketches of input of the last 30 days, oldest first.</param>
/// <param name="Reviews">The cases of the review queue, oldest first.</param>
/// <param name="ListEntries">The entries of the lists that name the user, oldest first, with those that have ended.</param>
public sealed record ExportedUser(
    string UserId,
    double? CarryOver,
    StrikeAnswer[] Strikes,
    DateTimeOffset? UnknownDevicesBlockedAt,
    BotLogOddsAnswer[] BotLogOdds,
    int BlocksLifted,
    DeviceAnswer[] Devices,
    ExcuseAnswer[] Excuses,
    OpeningAnswer[] Openings,
    byte[] RecentSketches,
    BanAnswer? Ban,
    DateTimeOffset? SessionsRevokedAt,
    SessionAnswer[] Sessions,
    BaselineAnswer[] Baselines,
    TrainingSampleAnswer[] TrainingSamples,
    LabelAnswer[] Labels,
    SketchAnswer[] Sketches,
    ReviewAnswer[] Reviews,
    ListEntryAnswer[] ListEntries
)
{
    internal static ExportedUser Of(string userId, UserExport export) =>
        new(
            userId,
            export.User.CarryOver,
            [.. export.User.Strikes.Devices.Select(StrikeAnswer.Of)],
            export.User.Strikes.OverflowAt,
            [.. export.User.BotLogOdds.Devices.Select(one => new BotLogOddsAnswer(one.At, Name(one.Device), Math.Round(one.Bot.Sum, 2)))],
            export.User.Lifts.Count,
            [.. export.User.Devices.Select(DeviceAnswer.Of)],
            [
                .. export.User.Excuses.Devices.Select(one => new ExcuseAnswer(
                    one.Excuse.PassedAt,
                    Name(one.Device),
                    Groups(one.Excuse.Groups)
                )),
            ],
            [
                .. export.User.Openings.Select(opening => new OpeningAnswer(
                    opening.At,
                    opening.Device.ToString("x16", null),
                    opening.Place?.Latitude,
                    opening.Place?.Longitude
                )),
            ],
            export.User.Sketches.Bytes(),
            export.User.Ban is { } ban ? BanAnswer.Of(userId, ban) : null,
            export.User.RevokedAt,
            [.. export.Sessions.Select(SessionAnswer.Of)],
            [
                .. (export.Learnt?.Baselines ?? []).Select(baseline => new BaselineAnswer(
                    VersionAnswer.Of(baseline.Version),
                    baseline.Content
                )),
            ],
            [
                .. (export.Learnt?.TrainingSamples ?? []).Select(sample => new TrainingSampleAnswer(
                    sample.DecidedAt,
                    sample.Session,
                    sample.Kind,
                    sample.State,
                    sample.Content
                )),
            ],
            [.. export.Labels.Select(LabelAnswer.Of)],
            [.. export.Sketches.Select(SketchAnswer.Of)],
            [.. export.Reviews.Select(ReviewAnswer.Of)],
            [.. export.ListEntries.Select(ListEntryAnswer.Of)]
        );

    private static string[] Groups(GroupSet groups) =>
        [.. Enum.GetValues<EvidenceGroup>().Where(groups.Contains).Select(WireWord.Of)];

    internal static string Name(Domain.Sessions.DeviceId device) => device.Value.ToString("x16", null);
}

/// <param name="At">Server time of the last block or failed challenge.</param>
/// <param name="Blocked">Whether a session was blocked.</param>
/// <param name="FailedChallenges">How many challenges failed.</param>
/// <param name="Device">Hash of the device's name.</param>
/// <param name="Open">True until a passed challenge or an administrator clears it.</param>
public sealed record StrikeAnswer(DateTimeOffset At, bool Blocked, int FailedChallenges, string Device, bool Open)
{
    internal static StrikeAnswer Of(Domain.Sessions.Strike strike) =>
        new(strike.At, strike.Blocked, strike.Failures, ExportedUser.Name(strike.Device), strike.Open);
}

/// <param name="At">Server time when it last rose or was reset; it halves every six hours from then.</param>
/// <param name="Device">Hash of the device's name; zeros if there is none.</param>
/// <param name="Nats">The bot log odds at that time, in nats; a block takes 5.</param>
public sealed record BotLogOddsAnswer(DateTimeOffset At, string Device, double Nats);

/// <param name="Device">Hash of the device's name.</param>
/// <param name="PassedAt">When the last challenge was passed on it, server time; null if one failed since.</param>
public sealed record DeviceAnswer(string Device, DateTimeOffset? PassedAt)
{
    internal static DeviceAnswer Of(Domain.Sessions.KnownDevice known) =>
        new(ExportedUser.Name(known.Device), known.PassedAt > DateTimeOffset.UnixEpoch ? known.PassedAt : null);
}

/// <param name="At">When the challenge was passed, server time.</param>
/// <param name="Device">Hash of the device's name.</param>
/// <param name="Groups">
/// HOLDS, KEY_TIMING, PATH, APPROACH, MANNER, COURSE, REPLAY or PROVENANCE: evidence of these groups lowers no trust on the device.
/// </param>
public sealed record ExcuseAnswer(DateTimeOffset At, string Device, string[] Groups);

/// <param name="At">Server time.</param>
/// <param name="Device">Hash of the device's name; zeros if there is none.</param>
/// <param name="Latitude">Whole degrees; null if the place is unknown.</param>
/// <param name="Longitude">Whole degrees.</param>
public sealed record OpeningAnswer(DateTimeOffset At, string Device, int? Latitude, int? Longitude);

/// <param name="Version">The version.</param>
/// <param name="Content">
/// Base64: locations and scales of timings by position, key group and digraph, and of pointer traits; no text (docs/models.md).
/// </param>
public sealed record BaselineAnswer(VersionAnswer Version, byte[] Content);

/// <param name="DecidedAt">When the decision was made.</param>
/// <param name="SessionId">The decision's session.</param>
/// <param name="Kind">FIXED_TEXT, FREE_TEXT or STROKES.</param>
/// <param name="State">QUARANTINED, NEW, KEPT or SUSPECT.</param>
/// <param name="Content">Base64: sums, and timings by position; no text (docs/models.md).</param>
public sealed record TrainingSampleAnswer(DateTimeOffset DecidedAt, string SessionId, string Kind, SampleState State, byte[] Content);

/// <summary>The label of a decision or of a whole session.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="DecisionId">The decision; null if the label is for the whole session.</param>
/// <param name="Label">LEGITIMATE or FRAUD.</param>
/// <param name="GivenAt">When the label was given.</param>
public sealed record LabelAnswer(string SessionId, Guid? DecisionId, Label Label, DateTimeOffset GivenAt)
{
    internal static LabelAnswer Of(GivenLabel given) => new(given.Session, given.Decision, given.Label, given.GivenAt);
}

/// <summary>A sketch of input (docs/decisions/0014).</summary>
/// <param name="SessionId">The session.</param>
/// <param name="DecidedAt">When the decision was made that took it.</param>
/// <param name="Kind">KEYS or STROKE.</param>
/// <param name="Measures">16 hex digits: measures of its timing or its course; no text and no position.</param>
public sealed record SketchAnswer(string SessionId, DateTimeOffset DecidedAt, string Kind, string Measures)
{
    internal static SketchAnswer Of(StoredSketch stored) => new(
        stored.Session.Value,
        stored.At,
        WireWord.Of(stored.Sketch.Kind),
        stored.Sketch.Measures.ToString("x16", null));
}

/// <summary>Writes <c>{"user": …, "audit": [ … ]}</c>, with the audit row by row as it is read.</summary>
internal sealed class UserExportResult(string userId, UserExport export) : IActionResult
{
    private const int Piece = 32 * 1024;

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var (response, gone) = (context.HttpContext.Response, context.HttpContext.RequestAborted);
        try
        {
            await using var row = export.Audit.GetAsyncEnumerator(gone);
            var any = await row.MoveNextAsync();
            response.ContentType = "application/json; charset=utf-8";
            response.Headers.CacheControl = "no-store";
            using var json = new Utf8JsonWriter(response.BodyWriter);
            json.WriteStartObject();
            json.WritePropertyName("user");
            JsonSerializer.Serialize(json, ExportedUser.Of(userId, export), HotJson.UserExport);
            json.WriteStartArray("audit");
            for (; any; any = await row.MoveNextAsync())
            {
                JsonSerializer.Serialize(json, AuditItem.Of(row.Current), HotJson.AuditItem);
                if (json.BytesPending < Piece) continue;
                json.Flush();
                await response.BodyWriter.FlushAsync(gone);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.Flush();
            await response.BodyWriter.FlushAsync(gone);
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The client has gone away.
        }
    }
}
