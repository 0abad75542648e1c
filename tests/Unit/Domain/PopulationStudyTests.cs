using Sentinel.Domain.Profiles;

namespace Sentinel.Unit.Tests;

/// <summary>How a population is built from people.</summary>
public sealed class PopulationStudyTests
{
    [Theory]
    [InlineData(5, 5)]
    [InlineData(50, 50)]
    [InlineData(2_080, 50)]
    public void LeaveOut_OfAnyNumber_LeavesEachPersonOutOnce(int people, int parts)
    {
        var left = PopulationStudy.LeaveOut([.. Enumerable.Range(0, people)]).ToArray();
        Assert.Equal(parts, left.Length);
        Assert.Equal(Enumerable.Range(0, people), left.SelectMany(part => part.Left).Order());
        Assert.All(left, part => Assert.Equal(Enumerable.Range(0, people), part.Left.Concat(part.Others).Order()));
    }

    [Theory]
    [InlineData(PopulationStudy.MinPeople - 1, false)]
    [InlineData(PopulationStudy.MinPeople, true)]
    public void Of_FromTheFewestPeople_TurnsModelsOn(int people, bool isOn)
    {
        var population = PopulationStudy.Of("few", [.. Enumerable.Range(100, people).Select(Crowd.TrainingSamples)]);
        Assert.Equal(
            (isOn, isOn, isOn),
            (
                population.FixedTextCalibration is not null,
                population.FreeTextCalibration is not null,
                population.MouseCalibration is not null
            ));
    }
}
