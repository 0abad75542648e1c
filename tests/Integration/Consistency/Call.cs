using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

public enum CallKind { Open, Batch, Evaluation, Report, End, Ban, Lift }

/// <summary>One call of a history, as its client saw it.</summary>
/// <param name="Kind">What was asked.</param>
/// <param name="User">Whose session, or who was banned.</param>
/// <param name="Session">Empty for an opening and a ban.</param>
/// <param name="Body">What was sent.</param>
/// <param name="Start">Stopwatch ticks before it was sent.</param>
/// <param name="End">Stopwatch ticks after the answer, or after giving up.</param>
/// <param name="Answer">Null when none came.</param>
public sealed record Call(CallKind Kind, string User, string Session, JsonObject Body, long Start, long End, Answer? Answer)
{
    /// <summary>The client was told that it happened.</summary>
    public bool Heard => Answer is { Number: >= 200 and < 300 } && !IsDegraded;

    /// <summary>Degraded, refused for now, or never answered: nobody knows.</summary>
    public bool MayHaveHappened => Answer is null || IsDegraded || Answer.Number >= 500;

    public Guid? DecisionId => Heard && Answer!.Json?["decisionId"] is { } id ? Guid.Parse((string)id!) : null;

    public string Stream => (string?)Body["stream"] ?? "main";

    public long Sequence => (long)Body["sequence"]!;

    private bool IsDegraded => Answer?.IsDegraded == true;
}
