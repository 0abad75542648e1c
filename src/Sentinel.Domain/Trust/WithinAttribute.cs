namespace Sentinel.Domain.Trust;

/// <summary>The values that a member of <see cref="Policy"/> may have. Times are in seconds.</summary>
/// <param name="least">Inclusive.</param>
/// <param name="most">Inclusive.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WithinAttribute(double least, double most) : Attribute
{
    public double Least { get; } = least;

    public double Most { get; } = most;
}
