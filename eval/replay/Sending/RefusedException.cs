using System.Net;

namespace Sentinel.Replay;

/// <summary>The server refused a request that it should have taken; ends this recording, and the run will not exit with 0.</summary>
internal sealed class RefusedException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status => status;
}
