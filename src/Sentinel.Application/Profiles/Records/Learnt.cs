namespace Sentinel.Application.Profiles.Records;

/// <summary>The work that follows from the records.</summary>
/// <param name="Train">Users to train; each is trained at intervals, however many records arrive.</param>
/// <param name="Publish">Users whose published baseline differs from that in hot state.</param>
public sealed record ProfileWork(IReadOnlyList<Guid> Train, IReadOnlyList<Guid> Publish)
{
    public static readonly ProfileWork None = new([], []);
}

/// <summary>What was deleted.</summary>
/// <param name="Id">The surrogate id.</param>
/// <param name="At">Samples scored until then are deleted.</param>
/// <param name="TrainingSamples">The number of deleted training samples.</param>
/// <param name="Baselines">The number of deleted baseline versions.</param>
public sealed record Forgotten(Guid Id, DateTimeOffset At, int TrainingSamples, int Baselines);

/// <summary>Everything learned about a user.</summary>
/// <param name="Baselines">Each version with its content.</param>
/// <param name="TrainingSamples">Each training sample with its content, oldest first.</param>
public sealed record Learnt(
    IReadOnlyList<(BaselineVersion Version, byte[] Content)> Baselines,
    IReadOnlyList<LearntTrainingSample> TrainingSamples
);

/// <param name="DecidedAt">When its decision was made.</param>
/// <param name="Session">The decision's session.</param>
/// <param name="Kind">FIXED_TEXT, FREE_TEXT or STROKES.</param>
/// <param name="State">The sample's state.</param>
/// <param name="Content">The stored content: sums and timings by position, no text.</param>
public sealed record LearntTrainingSample(DateTimeOffset DecidedAt, string Session, string Kind, SampleState State, byte[] Content);
