using System.Text.Json.Serialization;
using Sentinel.Application.Results;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Api.Contracts;

/// <summary>One line of the explanation.</summary>
/// <param name="Code">Stable name, such as <c>pattern.metronomic_cadence</c>.</param>
/// <param name="Family">PHYSICS, ANOMALY, PATTERN or CONTEXT.</param>
/// <param name="Weight">Nats; positive is evidence for a bot or an impostor, negative for the user.</param>
/// <param name="Confidence">0..1.</param>
public sealed record ReasonAnswer(string Code, Family Family, double Weight, double Confidence)
{
    internal static ReasonAnswer[] Of(IReadOnlyList<Reason> reasons)
    {
        var answers = new ReasonAnswer[reasons.Count];
        for (var i = 0; i < answers.Length; i++)
            answers[i] = new(
                reasons[i].Code.Name,
                reasons[i].Code.Family,
                Math.Round(reasons[i].Weight, 2),
                Math.Round(reasons[i].Confidence, 2)
            );
        return answers;
    }
}

/// <summary>
/// A decision, as a back end gets it. When degraded, only the ids and the decision are known: CHALLENGE, or BLOCK if that was the last
/// known decision.
/// </summary>
public sealed record DecisionAnswer
{
    /// <summary>Names the decision in the audit.</summary>
    public required Guid DecisionId { get; init; }

    public required string SessionId { get; init; }

    /// <summary>The agent that the site declared at the session's opening; missing for people.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeclaredAgent { get; init; }

    /// <summary>The batch's stream.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Stream { get; init; }

    /// <summary>The batch's sequence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Sequence { get; init; }

    /// <summary>False when degraded: send the same request again.</summary>
    public required bool Accepted { get; init; }

    /// <summary>Hot state did not answer; nothing was scored. A BLOCK still applies.</summary>
    public required bool Degraded { get; init; }

    public required Decision Decision { get; init; }

    /// <summary>0..1 in steps of 0.0001.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Trust { get; init; }

    /// <summary>Posterior probability of a bot, 0..1 in steps of 0.0001.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Risk { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Phase? Phase { get; init; }

    /// <summary>At most four, the largest weight first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReasonAnswer[]? Reasons { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PolicyVersion { get; init; }

    /// <summary>0 while the user has no baseline.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? BaselineVersion { get; init; }

    /// <summary>
    /// The challenge to report; set if an evaluation answers CHALLENGE and is not degraded. A BLOCK has one too, unless the session was too
    /// busy.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? ChallengeId { get; init; }

    /// <summary>What a policy that is scored beside the live one would have decided; left out if there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WouldHaveAnswer? WouldHave { get; init; }

    /// <summary>Null for people.</summary>
    internal static string? AgentOf(string declared) => declared.Length > 0 ? declared : null;

    internal static DecisionAnswer Of(DecisionResult result)
    {
        var verdict = result.Verdict;
        return new()
        {
            DecisionId = verdict.DecisionId,
            SessionId = result.Session.Value,
            DeclaredAgent = AgentOf(result.DeclaredAgent),
            Stream = result.Sequence > 0 ? result.Stream : null,
            Sequence = result.Sequence > 0 ? result.Sequence : null,
            Accepted = !result.Degraded,
            Degraded = result.Degraded,
            Decision = verdict.Decision,
            Trust = verdict.Scores?.Trust,
            Risk = verdict.Scores?.Risk,
            Phase = verdict.Scores?.Phase,
            Reasons = result.Degraded ? null : ReasonAnswer.Of(verdict.Reasons),
            PolicyVersion = result.Degraded ? null : verdict.PolicyVersion,
            BaselineVersion = result.Degraded ? null : verdict.BaselineVersion,
            ChallengeId = result.ChallengeId,
            WouldHave = WouldHaveAnswer.Of(verdict.WouldHave),
        };
    }
}

/// <summary>What a policy that is scored beside the live one would have decided. It has no effect.</summary>
/// <param name="Decision">The decision that it would have made.</param>
/// <param name="Trust">Trust under that policy, 0..1 in steps of 0.0001.</param>
/// <param name="Risk">Posterior probability of a bot, 0..1 in steps of 0.0001.</param>
/// <param name="Phase">The phase under that policy.</param>
/// <param name="Reasons">At most four, the largest weight first.</param>
/// <param name="PolicyVersion">The version of that policy.</param>
public sealed record WouldHaveAnswer(
    Decision Decision,
    double? Trust,
    double? Risk,
    Phase? Phase,
    ReasonAnswer[] Reasons,
    int PolicyVersion
)
{
    internal static WouldHaveAnswer? Of(Verdict? verdict) => verdict is null ? null : new(
        verdict.Decision,
        verdict.Scores?.Trust,
        verdict.Scores?.Risk,
        verdict.Scores?.Phase,
        ReasonAnswer.Of(verdict.Reasons),
        verdict.PolicyVersion);
}

/// <summary>The answer to a browser's batch.</summary>
/// <param name="Sequence">The batch's sequence.</param>
/// <param name="Accepted">False when degraded: send the same request again.</param>
/// <param name="Decision">Only if <c>Ingest:DiscloseDecision</c> is on.</param>
public sealed record IngestAnswer(
    long Sequence, bool Accepted, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Decision? Decision);
