using Sentinel.Domain.Profiles;
using Sentinel.Domain.Telemetry;
using Sentinel.Infrastructure.Formats;

namespace Sentinel.Unit.Tests;

/// <summary>What a profile says about how sure its models are.</summary>
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

    [Fact]
    public void Of_WhenAPartWasNotMeasured_SaysNoRate()
    {
        var samples = Crowd.TrainingSamples(1).Select(sample => new TrainingSample
        {
            FreeText = [.. sample.FreeText.Select(sums => FreeTextSums.Of(sums.Items, sums.Strokes))],
            Strokes = [.. sample.Strokes.Select(stroke => stroke with { Kind = PointerKind.Touch })],
        });
        var population = Crowd.Population with { Touch = Crowd.Population.Mouse };
        Assert.Equal(
            [new("free_text", null, null), new Enrolment("touch", 400, null)], Enrolment.Of(Baseline.Learn(1, [.. samples], population)));
    }

    private static Dictionary<string, Enrolment> Learned(int sittings) =>
        Enrolment.Of(Baseline.Learn(1, [.. Crowd.TrainingSamples(1).Take(sittings)], Crowd.Population)).ToDictionary(model => model.Model);
}
