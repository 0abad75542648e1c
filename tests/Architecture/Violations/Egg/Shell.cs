using Sentinel.Architecture.Tests.Violations.Chicken;

namespace Sentinel.Architecture.Tests.Violations.Egg;

/// <summary>The other half of a circle of two folders; see <see cref="FolderCircleTests"/>.</summary>
public sealed class Shell
{
    public Hen? LaidBy { get; init; }
}
