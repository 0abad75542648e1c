using Sentinel.Architecture.Tests.Violations.Egg;

namespace Sentinel.Architecture.Tests.Violations.Chicken;

/// <summary>Half of a circle of two folders; see <see cref="FolderCircleTests"/>.</summary>
public sealed class Hen
{
    public static object Lay() => new Shell();
}
