using System.Text.Json.Serialization;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Sessions;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Api.Contracts;

/// <summary>Opens a session for a user who has just logged in.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OpenSessionBody
{
    /// <summary>
    /// The tenant's own name for the user: 1–128 of <c>[A-Za-z0-9._:@-]</c>, but not <c>.</c>, <c>..</c> or <c>-</c>. Needs no personal
    /// data.
    /// </summary>
    public string? UserId { get; init; }

    /// <summary>A stable name of the device, 1–128 characters; only a hash is kept. Strikes are counted per user and device.</summary>
    public string? DeviceId { get; init; }

    /// <summary>Where the user is, as the site sees it. Optional.</summary>
    public ContextBody? Context { get; init; }

    /// <summary>
    /// The agent that acts for the user, if the site knows it and has verified that it is this one, such as by a Web Bot Auth signature:
    /// 1–64 of <c>[a-z0-9._-]</c>. It stays for the session's life. The policy's <c>agents</c> says what it may do; an agent that is not
    /// named there is decided as a person. Leave it out for people.
    /// </summary>
    public string? DeclaredAgent { get; init; }
}

/// <summary>
/// Where a user is. Sentinel stores hashes of the address's network and of the browser's name, and whole degrees if <c>GeoIp:Database</c>
/// is set.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ContextBody
{
    /// <summary>The user's own IPv4 or IPv6 address.</summary>
    public string? IpAddress { get; init; }

    /// <summary>The browser's User-Agent, 1–1024 characters.</summary>
    public string? UserAgent { get; init; }

    internal static ClientContext Read(ContextBody? body) => body is null ? ClientContext.Unknown : new(body.IpAddress, body.UserAgent);
}

/// <summary>Bans a user on every device.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BanBody
{
    /// <summary>1–128 of <c>[A-Za-z0-9._:@-]</c>, but not <c>.</c>, <c>..</c> or <c>-</c>. The user needs no session.</summary>
    public string? UserId { get; init; }

    /// <summary>
    /// When the ban expires: in the future and within a hundred years. Either this or <c>permanent</c> is required.
    /// </summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>True for a ban that stays until it is lifted.</summary>
    public bool Permanent { get; init; }
}

/// <summary>The label of a decision or of a whole session.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record FeedbackBody
{
    /// <summary>The decision's id; or leave it out and give <c>sessionId</c>.</summary>
    public Guid? DecisionId { get; init; }

    /// <summary>The session, to label it as a whole.</summary>
    public string? SessionId { get; init; }

    /// <summary>LEGITIMATE or FRAUD.</summary>
    public Label? Label { get; init; }
}

/// <summary>Asks for a decision about one action.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EvaluationBody
{
    /// <summary>What the user is about to do: 1–64 of <c>[A-Za-z0-9._:-]</c>.</summary>
    public string? Action { get; init; }

    /// <summary>How much the action could cost: LOW, MEDIUM or HIGH.</summary>
    public Sensitivity? Sensitivity { get; init; }

    /// <summary>
    /// Where the action comes from, as the site sees it. Another network or browser than the session's is evidence for an impostor, in this
    /// answer only. It is not stored. Optional.
    /// </summary>
    public ContextBody? Context { get; init; }
}

/// <summary>Reports the outcome of a challenge.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ChallengeBody
{
    /// <summary>The id that the evaluation returned, at most 15 minutes ago.</summary>
    public Guid ChallengeId { get; init; }

    /// <summary>PASSED or FAILED.</summary>
    public ChallengeOutcome? Outcome { get; init; }

    /// <summary>How the user was challenged, such as <c>otp</c> or <c>webauthn</c>: 1–64 of <c>[A-Za-z0-9._:-]</c>.</summary>
    public string? Method { get; init; }
}
