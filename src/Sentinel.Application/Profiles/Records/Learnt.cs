namespace Sentinel.Application.Profiles.Records;

/// <summary>What the records gave rise to.</summary>
/// <param name="Train">Users to be trained, each once in a while however much comes in.</param>
/// <param name="Publish">Users whose published baseline is not the one that hot state has.</param>
public sealed record ProfileWork(IReadOnlyList<Guid> Train, IReadOnlyList<Guid> Publish)
{
    public static readonly ProfileWork None = new([], []);
}

/// <summary>What was forgotten.</summary>
/// <param name="Id">The surrogate id.</param>
/// <param name="At">What was scored until then is forgotten.</param>
/// <param name="TrainingSamples">How many training samples were deleted.</param>
/// <param name="Baselines">How many versions of the baseline.</param>
public sealed record Forgotten(Guid Id, DateTimeOffset At, int TrainingSamples, int Baselines);

/// <summary>What was learnt, whole.</summary>
/// <param name="Baselines">Each version with its content.</param>
/// <param name="TrainingSamples">Each training sample with its content, oldest first.</param>
public sealed record Learnt(
    IReadOnlyList<(BaselineVersion Version, byte[] Content)> Baselines,
    IReadOnlyList<LearntTrainingSample> TrainingSamples
);

/// <param name="DecidedAt">Of the decision that it came with.</param>
/// <param name="Session">That decision's.</param>
/// <param name="Kind">FIXED_TEXT, FREE_TEXT or STROKES.</param>
/// <param name="State">What becomes of it.</param>
/// <param name="Content">As it is kept: sums and timings by position, no text.</param>
public sealed record LearntTrainingSample(DateTimeOffset DecidedAt, string Session, string Kind, SampleState State, byte[] Content);
