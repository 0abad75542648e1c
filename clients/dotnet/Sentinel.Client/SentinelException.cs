using System.Net;

namespace Sentinel.Client;

/// <summary>Sentinel refused a call, or could not be asked where no fallback can stand in for its answer.</summary>
public sealed class SentinelException : Exception
{
    internal SentinelException(HttpStatusCode? status, string code, string message, Exception? inner = null)
        : base(message, inner) => (Status, Code) = (status, code);

    /// <summary>The answer's status; null when there was none.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>The problem's stable code, such as <c>session_expired</c> or <c>invalid_request</c>; <c>unreachable</c> when there was no answer.</summary>
    public string Code { get; }
}
