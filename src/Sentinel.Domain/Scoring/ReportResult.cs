using Sentinel.Domain.Sessions;

namespace Sentinel.Domain.Scoring;

/// <summary>The result of reporting a challenge: one of the four records below.</summary>
public abstract record ReportResult
{
    private ReportResult()
    {
    }

    /// <summary>The outcome is new. The caller must write the new states.</summary>
    public sealed record Reported(SessionState Session, UserState User) : ReportResult;

    /// <summary>The same outcome was reported before. Nothing is written.</summary>
    public sealed record Repeated(Challenge Challenge) : ReportResult;

    /// <summary>The challenge was reported before, with the other outcome or too long ago.</summary>
    public sealed record Contradicted : ReportResult;

    /// <summary>The session has no such challenge, or it is too old.</summary>
    public sealed record Unknown : ReportResult;
}
