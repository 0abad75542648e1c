namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <param name="RetrainDelay">How long a training waits for more training samples of the same user.</param>
public sealed record LearningOptions(TimeSpan RetrainDelay)
{
    public static readonly LearningOptions Default = new(TimeSpan.FromSeconds(30));
}
