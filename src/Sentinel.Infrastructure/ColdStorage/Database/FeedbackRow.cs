using Sentinel.Application.Audit.Records;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>A row of the table feedback: the label of a decision or of a whole session.</summary>
public sealed class FeedbackRow
{
    public required string Tenant { get; init; }

    public required string SessionId { get; init; }

    /// <summary>Zero for the whole session.</summary>
    public Guid DecisionId { get; init; }

    public required string UserId { get; init; }

    public Label Label { get; set; }

    public DateTimeOffset GivenAt { get; set; }
}
