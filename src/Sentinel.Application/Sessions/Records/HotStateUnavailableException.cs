namespace Sentinel.Application.Sessions.Records;

/// <summary>Hot state did not answer in time, or refused.</summary>
public sealed class HotStateUnavailableException : Exception
{
    public HotStateUnavailableException()
    {
    }

    public HotStateUnavailableException(string message)
        : base(message)
    {
    }

    public HotStateUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The last state of the session that was loaded or recalled before; null where none was.</summary>
    public Loaded? Last { get; init; }
}
