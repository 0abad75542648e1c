using Sentinel.Application.Profiles.Records;
using Sentinel.Domain.Profiles;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>A row of the table training_samples: one decision's windows of one kind.</summary>
public sealed class TrainingSampleRow
{
    public long Id { get; init; }

    public Guid ProfileId { get; init; }

    public Guid DecisionId { get; init; }

    public SampleKind Kind { get; init; }

    public required string SessionId { get; init; }

    public DateTimeOffset DecidedAt { get; init; }

    public SampleState State { get; set; }

    /// <summary>Whether a passed challenge shows that the sample is the user's.</summary>
    public bool Verified { get; set; }

    /// <summary>The first version that could use it; null before its first training.</summary>
    public int? TrainedIn { get; set; }

    /// <summary>Written by <see cref="Formats.TrainingSampleFormat"/>.</summary>
    public required byte[] Content { get; init; }
}
