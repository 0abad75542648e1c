using System.Net;

namespace Sentinel.Client;

/// <summary>Sentinel refused a call, or could not be asked where no fallback can stand in for its answer.</summary>
public sealed class SentinelException : Exception
{
    internal SentinelException(HttpStatusCode? status, string code, string message, Exception? inner = null)
        : base(message, inner) => (Status, Code) = (status, code);

    /// <summary>The answer's status; null when there was none.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>
    /// The problem's stable code, such as <c>session_expired</c> or <c>invalid_request</c>; <c>unreachable</c> when there was no answer,
    /// none of Sentinel's, or one that says not now: 408, 429 and from 500 on.
    /// </summary>
    public string Code { get; }

    /// <summary>
    /// Sentinel cannot be asked now: it is <c>unreachable</c>, or refuses this site's key (401, 403), which is in the log as an error. No
    /// fault of the call's or the user's: go on as the site does without Sentinel.
    /// </summary>
    public bool IsUnavailable => Code == Unreachable || Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    /// <summary>
    /// Sentinel is there, and this session asks for more than it answers at a time (<c>contended</c>, <c>too_many_batches</c>): a moment
    /// later it answers again. Whoever has the session can bring this about, so it is no reason to let an action pass.
    /// </summary>
    public bool IsCrowded { get; internal init; }

    internal const string Unreachable = "unreachable";
}
