using System.Collections.Immutable;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Simulation;

/// <summary>What a row of a session records.</summary>
public enum RecordedKind : byte { Opening, Batch, Evaluation, Challenge, SharedInput }

/// <summary>One row of a session, as the audit keeps it: what was decided, and on what evidence.</summary>
public readonly record struct RecordedDecision
{
    public required RecordedKind Kind { get; init; }

    /// <summary>Server time.</summary>
    public required DateTimeOffset At { get; init; }

    public required Decision Decision { get; init; }

    /// <summary>Of an evaluation; everything else is decided at MEDIUM.</summary>
    public Sensitivity Sensitivity { get; init; } = Sensitivity.Medium;

    /// <summary>The name of an evaluation's action; otherwise empty.</summary>
    public string Action { get; init; } = "";

    /// <summary>The session's agent, as the site declared it at the opening; empty for people.</summary>
    public string DeclaredAgent { get; init; } = "";

    /// <summary>The scores after it; null if the row has none.</summary>
    public Scores? Scores { get; init; }

    /// <summary>The detectors of a batch, each with its sum over the batch.</summary>
    public ImmutableArray<DetectorEvidence> Evidence { get; init; } = [];

    /// <summary>The reasons of an answer, at most four.</summary>
    public ImmutableArray<Reason> Reasons { get; init; } = [];

    /// <summary>The reported outcome of a challenge.</summary>
    public ChallengeOutcome Outcome { get; init; }

    public RecordedDecision()
    {
    }

    /// <summary>The row of a verdict.</summary>
    public static RecordedDecision Of(RecordedKind kind, Verdict verdict, DateTimeOffset at) => new()
    {
        Kind = kind,
        At = at,
        Decision = verdict.Decision,
        Scores = verdict.Scores,
        Evidence = verdict.Evidence,
        Reasons = verdict.Reasons,
    };

    /// <summary>Whether it was an answer to a caller, and so a decision that a simulation counts.</summary>
    public bool IsAnswer => Kind is RecordedKind.Opening or RecordedKind.Batch or RecordedKind.Evaluation;

    /// <summary>Whether an entry of the tenant's lists decided it, or took away what counted: no policy decides it otherwise.</summary>
    public bool IsListed =>
        Tells(ContextReasons.DeniedByList) || Tells(ContextReasons.AllowedByList) || Tells(ContextReasons.SnoozedByList);

    /// <summary>A batch has the notes of lists in its evidence, an answer without evidence in its reasons.</summary>
    private bool Tells(ReasonCode code) => Notes(code) || Says(code);

    /// <summary>Whether the evidence has a note for this reason.</summary>
    internal bool Notes(ReasonCode code)
    {
        foreach (var line in Evidence)
        {
            if (line.Windows == 0 && line.Said.Id == code.Id)
                return true;
        }

        return false;
    }

    /// <summary>Whether the answer has this reason.</summary>
    internal bool Says(ReasonCode code)
    {
        foreach (var reason in Reasons)
        {
            if (reason.Id == code.Id)
                return true;
        }

        return false;
    }
}
