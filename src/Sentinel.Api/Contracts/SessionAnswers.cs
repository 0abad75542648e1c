using System.Text.Json.Serialization;
using Sentinel.Application.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Api.Contracts;

/// <summary>A session that was opened.</summary>
public sealed record OpenedAnswer
{
    public required string SessionId { get; init; }

    /// <summary>For the browser; valid only for the batches of this session.</summary>
    public required string IngestToken { get; init; }

    /// <summary>When the token expires, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The current decision for a MEDIUM action.</summary>
    public required Decision Decision { get; init; }

    /// <summary>0..1; missing when degraded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Trust { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Phase? Phase { get; init; }

    /// <summary>The agent as declared; missing for people.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeclaredAgent { get; init; }

    /// <summary>Hot state did not answer; the first batch creates the session.</summary>
    public required bool Degraded { get; init; }

    internal static OpenedAnswer Of(OpenedSession opened) => new()
    {
        SessionId = opened.DecisionResult.Session.Value,
        IngestToken = opened.IngestToken,
        ExpiresAt = opened.ExpiresAt,
        Decision = opened.DecisionResult.Decision,
        Trust = opened.DecisionResult.Verdict.Scores?.Trust,
        Phase = opened.DecisionResult.Verdict.Scores?.Phase,
        DeclaredAgent = DecisionAnswer.AgentOf(opened.DecisionResult.DeclaredAgent),
        Degraded = opened.DecisionResult.Degraded,
    };
}

/// <summary>A point of the trust timeline.</summary>
/// <param name="At">Server time, UTC.</param>
/// <param name="Trust">0..1.</param>
public sealed record TimelineAnswer(DateTimeOffset At, double Trust);

/// <summary>The current state of a session.</summary>
public sealed record SessionAnswer
{
    public required string SessionId { get; init; }

    public required string UserId { get; init; }

    /// <summary>The agent that the site declared at the opening; missing for people.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeclaredAgent { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required bool Ended { get; init; }

    /// <summary>The current decision for a MEDIUM action.</summary>
    public required Decision Decision { get; init; }

    /// <summary>0..1, decayed to now.</summary>
    public required double Trust { get; init; }

    /// <summary>Posterior probability of a bot, 0..1.</summary>
    public required double Risk { get; init; }

    public required Phase Phase { get; init; }

    /// <summary>Accepted batches.</summary>
    public required int Batches { get; init; }

    /// <summary>Windows that were judged.</summary>
    public required int Windows { get; init; }

    /// <summary>Windows weighted by confidence.</summary>
    public required double EvidenceMass { get; init; }

    /// <summary>Events that came out of order and are neutral.</summary>
    public required int OutOfOrder { get; init; }

    /// <summary>Events that clients reported as dropped.</summary>
    public required long Dropped { get; init; }

    public required ReasonAnswer[] Reasons { get; init; }

    /// <summary>Oldest first, at most 16 points.</summary>
    public required TimelineAnswer[] Timeline { get; init; }

    internal static SessionAnswer Of(SessionView view) => new()
    {
        SessionId = view.State.Id.Value,
        UserId = view.State.User.Value,
        DeclaredAgent = DecisionAnswer.AgentOf(view.State.DeclaredAgent),
        OpenedAt = view.State.OpenedAt,
        Ended = view.Ended,
        Decision = view.Current.Decision,
        Trust = view.Current.Scores!.Value.Trust,
        Risk = view.Current.Scores!.Value.Risk,
        Phase = view.Current.Scores!.Value.Phase,
        Batches = view.State.Batches,
        Windows = view.State.Account.Windows,
        EvidenceMass = view.State.Account.Mass,
        OutOfOrder = view.State.OutOfOrder,
        Dropped = view.State.Dropped,
        Reasons = ReasonAnswer.Of(view.Current.Reasons),
        Timeline = [.. view.State.Timeline.Select(point => new TimelineAnswer(point.At, point.Trust))],
    };
}
