using System.Diagnostics.CodeAnalysis;

namespace Sentinel.Application.Results;

/// <summary>How a fault is answered over HTTP.</summary>
public enum FaultKind { Invalid, NotFound, Forbidden, Conflict, TooMany, Unavailable }

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Path">Where, as the caller wrote it: <c>keys[3].down</c>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public readonly record struct Violation(string Path, string Message);

/// <summary>An expected failure.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Code">Stable, lower snake case; callers branch on it.</param>
/// <param name="Detail">For people.</param>
public sealed record Fault(FaultKind Kind, string Code, string Detail)
{
    /// <summary>How many violations an answer lists.</summary>
    public const int MaxViolations = 50;

    /// <summary>What is wrong where, at most 50; empty unless <see cref="FaultKind.Invalid"/>.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];

    public static readonly Fault SessionExpired = new(
        FaultKind.NotFound,
        "session_expired",
        "No such session: it was never opened, or it has been idle for too long. Open a new one."
    );

    public static readonly Fault SessionEnded = new(FaultKind.Conflict, "session_ended", "The session was ended for good. Open a new one.");

    public static readonly Fault Contended =
        new(FaultKind.Unavailable, "contended", "Too many concurrent writes to this session. Send the same request again.");

    public static Fault Invalid(IReadOnlyList<Violation> violations) =>
        new(FaultKind.Invalid, "invalid_request", $"{violations.Count} field(s) are not valid; see errors.") { Violations = violations };
}

/// <summary>An outcome that can be made from a fault, for the pipeline.</summary>
public interface IOutcome<TSelf>
    where TSelf : IOutcome<TSelf>
{
    static abstract TSelf Failed(Fault fault);
}

/// <summary>A value, or the fault that stands in its place.</summary>
public sealed record Outcome<T> : IOutcome<Outcome<T>>
{
    private Outcome(T? value, Fault? fault) => (Value, Fault) = (value, fault);

    public T? Value { get; }

    public Fault? Fault { get; }

    public static Outcome<T> Failed(Fault fault) => new(default, fault);

    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Fault? fault)
    {
        (value, fault) = (Value, Fault);
        return Fault is null;
    }

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Fault fault) => Failed(fault);
}
