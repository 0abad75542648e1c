using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

public enum CallKind { Open, Batch, Evaluation, Report, End, Ban, Lift }

/// <summary>One call of a history, as the client saw it.</summary>
/// <param name="Kind">The kind of call.</param>
/// <param name="User">The session's user, or the banned user.</param>
/// <param name="Session">The session's id; empty for openings and bans.</param>
/// <param name="Body">The body that was sent.</param>
/// <param name="Start">Stopwatch ticks before sending.</param>
/// <param name="End">Stopwatch ticks after the answer or after giving up.</param>
/// <param name="Answer">Null if none came.</param>
public sealed record Call(CallKind Kind, string User, string Session, JsonObject Body, long Start, long End, Answer? Answer)
{
    /// <summary>The client was told that the call succeeded.</summary>
    public bool Heard => Answer is { Number: >= 200 and < 300 } && !IsDegraded;

    /// <summary>Degraded, refused for now, or unanswered: the outcome is unknown.</summary>
    public bool MayHaveHappened => Answer is null || IsDegraded || Answer.Number >= 500;

    public Guid? DecisionId => Heard && Answer!.Json?["decisionId"] is { } id ? Guid.Parse((string)id!) : null;

    public string Stream => (string?)Body["stream"] ?? "main";

    public long Sequence => (long)Body["sequence"]!;

    private bool IsDegraded => Answer?.IsDegraded == true;
}
