namespace Sentinel.Architecture.Tests;

/// <summary>Checks the rules of docs/architecture.md and the house style.</summary>
public sealed class ArchitectureTests
{
    public static TheoryData<string> Names => [.. Rules.All.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rule_WhenAppliedToTheProduct_Holds(string name)
    {
        var rule = Find(name);
        Assert.NotEmpty(rule.Selected);
        Assert.Empty(rule.Violations);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rule_WhenAppliedToItsViolatingFixture_Fails(string name)
    {
        var rule = Find(name);
        Assert.Equal([rule.Violator.FullName!], rule.ViolationsOfFixture);
    }

    [Fact]
    public void Rules_WhenNamed_AreUnique() => Assert.Equal(Rules.All.Count, Rules.All.Select(rule => rule.Name).Distinct().Count());

    private static Rule Find(string name) => Rules.All.Single(rule => rule.Name == name);
}
