namespace Sentinel.Application.Sessions.Records;

/// <summary>Hot state did not answer in time, or answered with an error.</summary>
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

    /// <summary>The session's last loaded or recalled state; null for none.</summary>
    public Loaded? Last { get; init; }
}
