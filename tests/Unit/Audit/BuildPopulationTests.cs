using Sentinel.Application.Profiles;

namespace Sentinel.Unit.Tests;

/// <summary>A site's own population is built from its users' training samples.</summary>
public sealed class BuildPopulationTests
{
    [Fact]
    public async Task Handle_WhenUsersHaveSamples_IsOfThemAndCalibrated()
    {
        var profiles = new FakeProfiles { People = [.. Enumerable.Range(100, 6).Select(Crowd.TrainingSamples), []] };
        var (population, people) = await new BuildPopulationHandler(profiles).Handle(new("site-1"), default);
        Assert.Equal(("site-1", 6), (population.Id, people));
        Assert.True(population is { FixedText: not null, FreeText: not null, Mouse: not null, MouseCalibration: not null, Touch: null });
    }

    [Fact]
    public async Task Handle_WhenNoUserHasSamples_HasNothing()
    {
        var (population, people) = await new BuildPopulationHandler(new FakeProfiles()).Handle(new("site-1"), default);
        Assert.Equal(0, people);
        Assert.True(population is { FixedText: null, FreeText: null, Mouse: null, FixedTextCalibration: null });
    }
}
