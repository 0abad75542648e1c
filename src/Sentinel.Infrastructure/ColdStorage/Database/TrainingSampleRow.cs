using Sentinel.Application.Profiles.Records;
using Sentinel.Domain.Profiles;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>A row of the table training samples: one decision's windows of one kind.</summary>
public sealed class TrainingSampleRow
{
    public long Id { get; init; }

    public Guid ProfileId { get; init; }

    public Guid DecisionId { get; init; }

    public SampleKind Kind { get; init; }

    public required string SessionId { get; init; }

    public DateTimeOffset DecidedAt { get; init; }

    public SampleState State { get; set; }

    /// <summary>A passed challenge says that it is the user's.</summary>
    public bool Verified { get; set; }

    /// <summary>The first version that could be learnt from it; null until a training has met it.</summary>
    public int? LearntIn { get; set; }

    /// <summary>As <see cref="Formats.TrainingSampleFormat"/> writes it.</summary>
    public required byte[] Content { get; init; }
}
