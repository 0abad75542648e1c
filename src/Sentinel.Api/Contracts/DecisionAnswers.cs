using System.Text.Json.Serialization;
using Sentinel.Application.Results;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Api.Contracts;

/// <summary>One line of the explanation.</summary>
/// <param name="Code">Stable name, such as <c>pattern.metronomic_cadence</c>.</param>
/// <param name="Family">PHYSICS, ANOMALY, PATTERN or CONTEXT.</param>
/// <param name="Weight">Nats; positive speaks for a bot or impostor, negative for the person.</param>
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
/// A decision, as a back end gets it. When degraded, only the ids and the decision are known: CHALLENGE, or BLOCK where the session stood
/// at BLOCK when its state was last read.
/// </summary>
public sealed record DecisionAnswer
{
    /// <summary>Names the decision in the audit.</summary>
    public required Guid DecisionId { get; init; }

    public required string SessionId { get; init; }

    /// <summary>The batch's stream.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Stream { get; init; }

    /// <summary>The batch's sequence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Sequence { get; init; }

    /// <summary>False when degraded: send the same again.</summary>
    public required bool Accepted { get; init; }

    /// <summary>Hot state was away; nothing was scored. A BLOCK is to be obeyed all the same.</summary>
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

    /// <summary>The heaviest first, at most four.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReasonAnswer[]? Reasons { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PolicyVersion { get; init; }

    /// <summary>0 while the user has no baseline.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? BaselineVersion { get; init; }

    /// <summary>
    /// The step-up to report; set when an evaluation says CHALLENGE and is not degraded. A BLOCK names one too, unless the session was so
    /// busy that none could be issued.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? ChallengeId { get; init; }

    /// <summary>What a policy that is scored beside the live one would have decided; left out while there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WouldHaveAnswer? WouldHave { get; init; }

    internal static DecisionAnswer Of(DecisionResult result)
    {
        var verdict = result.Verdict;
        return new()
        {
            DecisionId = verdict.DecisionId,
            SessionId = result.Session.Value,
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

/// <summary>What a policy that is scored beside the live one would have decided. Nothing acts on it.</summary>
/// <param name="Decision">What it would have answered.</param>
/// <param name="Trust">0..1 in steps of 0.0001, by its own account.</param>
/// <param name="Risk">Posterior probability of a bot, 0..1 in steps of 0.0001.</param>
/// <param name="Phase">How far the session would have come.</param>
/// <param name="Reasons">The heaviest first, at most four.</param>
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

/// <summary>What a browser learns of its batch.</summary>
/// <param name="Sequence">The batch's sequence.</param>
/// <param name="Accepted">False when degraded: send the same again.</param>
/// <param name="Decision">Only where <c>Ingest:DiscloseDecision</c> is on.</param>
public sealed record IngestAnswer(
    long Sequence, bool Accepted, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Decision? Decision);
