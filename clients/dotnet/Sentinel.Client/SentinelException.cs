using System.Net;

namespace Sentinel.Client;

/// <summary>Sentinel refused a call, or did not answer a call that has no fallback.</summary>
public sealed class SentinelException : Exception
{
    internal SentinelException(HttpStatusCode? status, string code, string message, Exception? inner = null)
        : base(message, inner) => (Status, Code) = (status, code);

    /// <summary>The status of the answer; null if there was none.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>
    /// The problem's stable code, such as <c>session_expired</c> or <c>invalid_request</c>. <c>unreachable</c> if there was no answer, none
    /// of Sentinel's, or a temporary one: 408, 429 and 5xx.
    /// </summary>
    public string Code { get; }

    /// <summary>
    /// Sentinel is <c>unreachable</c>, or refuses this site's key (401, 403; logged as an error). Neither the call nor the user is at
    /// fault: continue as without Sentinel.
    /// </summary>
    public bool IsUnavailable => Code == Unreachable || Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    /// <summary>
    /// This session or user sends more than Sentinel answers at a time (<c>contended</c>, <c>too_many_batches</c>,
    /// <c>too_many_sessions</c>). It answers again a moment later. The user can cause this, so it is no reason to allow an action.
    /// </summary>
    public bool IsCrowded { get; internal init; }

    /// <summary>The session has expired after 30 idle minutes, or never was.</summary>
    internal bool IsExpired => Code == "session_expired";

    /// <summary>The session takes no more calls.</summary>
    internal bool IsOver => IsExpired || Code == "session_ended";

    internal const string Unreachable = "unreachable";
}
