namespace Sentinel.Domain.Features;

/// <summary>
/// A net over the steps of one pointer stroke. It tells a person's movement from a generated one. Each step adds a score; their sum is the
/// stroke's score.
/// </summary>
/// <param name="weights">The weights, in the order of <see cref="Shape"/>.</param>
public sealed class PathNet(float[] weights) : IPathNet
{
    /// <summary>Units of the state.</summary>
    public const int Units = 16;

    /// <summary>What the sum of the steps' scores is multiplied by: the log odds of the training.</summary>
    public const float Scale = 0.5f;

    /// <summary>The five numbers of a step.</summary>
    public static readonly NetShape Shape = new(0, 5, Units);

    private static readonly Lazy<PathNet> FromFile = new(() => new(GatedNet.Weights<PathNet>()));

    private readonly GatedNet net = new(Shape, weights);

    /// <summary>The net that ships.</summary>
    public static PathNet Shipped => FromFile.Value;

    public float Step(Span<float> state, in PathStep step)
    {
        net.Step(state, [], [step.Change, step.Across, step.Along, step.Speed, step.Time]);
        return net.Score(state);
    }
}
