namespace Sentinel.Domain.Features;

/// <summary>What scores the steps of a pointer stroke; the training notes them instead.</summary>
public interface IPathNet
{
    /// <summary>Takes one step: changes the state, <see cref="PathNet.Units"/> values, and returns the step's score.</summary>
    float Step(Span<float> state, in PathStep step);
}
