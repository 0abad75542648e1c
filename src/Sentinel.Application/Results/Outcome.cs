using System.Diagnostics.CodeAnalysis;

namespace Sentinel.Application.Results;

/// <summary>The kind of a fault, which determines the HTTP status.</summary>
public enum FaultKind { Invalid, NotFound, Forbidden, Conflict, Changed, Unconditional, TooMany, Unavailable }

/// <summary>One fault in a request.</summary>
/// <param name="Path">The field as the caller wrote it, such as <c>keys[3].down</c>.</param>
/// <param name="Message">What is wrong and what is valid.</param>
public readonly record struct Violation(string Path, string Message);

/// <summary>An expected failure.</summary>
/// <param name="Kind">The fault's kind.</param>
/// <param name="Code">A stable code in lower snake case; callers branch on it.</param>
/// <param name="Detail">An explanation for people.</param>
public sealed record Fault(FaultKind Kind, string Code, string Detail)
{
    /// <summary>Maximum number of violations in an answer.</summary>
    public const int MaxViolations = 50;

    /// <summary>The violations, at most 50; empty unless the kind is <see cref="FaultKind.Invalid"/>.</summary>
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

/// <summary>An outcome that the pipeline can create from a fault.</summary>
public interface IOutcome<TSelf>
    where TSelf : IOutcome<TSelf>
{
    static abstract TSelf Failed(Fault fault);
}

/// <summary>A value or a fault.</summary>
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
