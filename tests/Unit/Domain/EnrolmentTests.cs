using Sentinel.Domain.Profiles;
using Sentinel.Infrastructure.Formats;

namespace Sentinel.Unit.Tests;

/// <summary>What a profile says about how sure its models are, and the study of a population of many people.</summary>
public sealed class EnrolmentTests
{
    [Fact]
    public void Of_WhenSamplesAreAdded_SaysHowManyAndASmallerErrorRate()
    {
        var (few, many) = (Learned(6), Learned(20));
        Assert.Equal(["fixed_text", "free_text", "mouse"], few.Keys.Order());
        Assert.Equal((24, 6, 120), (few["fixed_text"].Samples, few["free_text"].Samples, few["mouse"].Samples));
        Assert.Equal((80, 20, 400), (many["fixed_text"].Samples, many["free_text"].Samples, many["mouse"].Samples));
        Assert.All(few, model => Assert.True(many[model.Key].ErrorRate < model.Value.ErrorRate));
        Assert.All(few.Values.Concat(many.Values), model => Assert.InRange(model.ErrorRate!.Value, 0.01, 0.35));
    }

    [Fact]
    public void Of_WhenNothingWasLearned_IsEmpty() => Assert.Empty(Enrolment.Of(Baseline.None));

    [Fact]
    public void Of_WhenTheBaselineWasStored_IsTheSame() =>
        Assert.Equal(
            Enrolment.Of(Crowd.Known), Enrolment.Of(BaselineFormat.Read(BaselineFormat.Write(Crowd.Known), Crowd.Population)!));

    /// <summary>With many people, a part of them is left out of the background at once, and not each one.</summary>
    [Fact]
    public void Population_WhenThereAreManyPeople_IsCalibratedAsWithFew()
    {
        var people = Enumerable.Range(200, 120).Select(Writing).ToArray();
        var (few, many) = (PopulationStudy.Of("few", people[..40]), PopulationStudy.Of("many", people));
        Assert.InRange(many.FreeTextCalibration!.Slope / few.FreeTextCalibration!.Slope, 0.7, 1.4);

        static IReadOnlyList<TrainingSample> Writing(int seed)
        {
            var writer = new Writer(seed);
            return [.. Enumerable.Range(0, 6).Select(_ => new TrainingSample { FreeText = [Crowd.Sample(writer)] })];
        }
    }

    private static Dictionary<string, Enrolment> Learned(int sittings) =>
        Enrolment.Of(Baseline.Learn(1, [.. Crowd.TrainingSamples(1).Take(sittings)], Crowd.Population)).ToDictionary(model => model.Model);
}
