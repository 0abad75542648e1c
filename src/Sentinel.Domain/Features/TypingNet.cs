namespace Sentinel.Domain.Features;

/// <summary>
/// A net over key strokes. It tells people's typing from generated typing. Each key stroke adds a score; the mean over a window is the
/// window's score.
/// </summary>
/// <param name="weights">The weights, in the order of <see cref="Shape"/>.</param>
public sealed class TypingNet(float[] weights)
{
    /// <summary>Units of the state.</summary>
    public const int Units = 32;

    /// <summary>What a window's mean score is multiplied by: the log odds of the training.</summary>
    public const float Scale = 10;

    /// <summary>The groups of the key and of the key before; hold, interval and gap.</summary>
    public static readonly NetShape Shape = new(2 * TypingStep.Groups, 3, Units);

    private static readonly Lazy<TypingNet> FromFile = new(() => new(GatedNet.Weights<TypingNet>()));

    private readonly GatedNet net = new(Shape, weights);

    /// <summary>The net that ships.</summary>
    public static TypingNet Shipped => FromFile.Value;

    /// <summary>Takes one key stroke: changes the state, <see cref="Units"/> values, and returns the key stroke's score.</summary>
    public float Step(Span<float> state, in TypingStep step)
    {
        net.Step(state, [step.Group, TypingStep.Groups + step.Before], [step.Hold, step.Interval, step.Gap]);
        return net.Score(state);
    }
}
