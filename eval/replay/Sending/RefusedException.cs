using System.Net;

namespace Sentinel.Replay;

/// <summary>The server refused a valid request. Ends this recording, and the run's exit code is not 0.</summary>
internal sealed class RefusedException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status => status;
}
