using System.Reflection;

namespace Sentinel.Architecture.Tests;

/// <summary>Folders of a project depend on each other in one direction only, so that each can be read, moved and replaced alone.</summary>
public sealed class FolderCircleTests
{
    public static TheoryData<string> Projects => ["Sentinel.Domain", "Sentinel.Application", "Sentinel.Infrastructure", "Sentinel.Api"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_OfAProject_DependOnNoneThatDependsOnThem(string project) =>
        Assert.Empty(FolderCircles.Of(Assembly.Load(project).Location, project));

    [Fact]
    public void Folders_OfTheViolatingFixture_AreFoundToDependOnEachOther()
    {
        const string Fixture = "Sentinel.Architecture.Tests.Violations";
        var circles = FolderCircles.Of(typeof(FolderCircleTests).Assembly.Location, Fixture);
        Assert.Equal(
            [
                $"{Fixture}.Chicken -> {Fixture}.Egg: Hen uses Shell",
                $"{Fixture}.Egg -> {Fixture}.Chicken: Shell uses Hen",
            ],
            circles.Order());
    }
}
