using Sentinel.Domain.Sessions;

namespace Sentinel.Domain.Scoring;

/// <summary>What the report of a challenge's outcome came to: one of the four records below.</summary>
public abstract record ReportResult
{
    private ReportResult()
    {
    }

    /// <summary>The outcome is new, and the new states are to be written.</summary>
    public sealed record Reported(SessionState Session, UserState User) : ReportResult;

    /// <summary>The same was reported before. Nothing is to be written.</summary>
    /// <param name="Challenge">As it was reported.</param>
    public sealed record Repeated(Challenge Challenge) : ReportResult;

    /// <summary>The challenge was reported before, with the other outcome or too long ago.</summary>
    public sealed record Contradicted : ReportResult;

    /// <summary>The session has no such challenge, or it is too old.</summary>
    public sealed record Unknown : ReportResult;
}
