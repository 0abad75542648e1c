using Sentinel.Domain.Features;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.Formats;

namespace Sentinel.Unit.Tests;

/// <summary>The style of free typing: the net's arithmetic, what a stretch says, and what is learned of it.</summary>
public sealed class StyleTests
{
    /// <summary>A gated recurrent unit in double precision from the stored state, rounded to a step.</summary>
    [Fact]
    public void Step_OfAnyKeyStrokes_IsAGatedRecurrentUnitInSteps()
    {
        var (net, state, random) = (new StyleNet(Weights), new sbyte[StyleNet.Units], new Random(2));
        for (var i = 0; i < 100; i++)
        {
            var step = Any(random);
            var before = state.Select(value => value / (double)StyleNet.Grain).ToArray();
            var expected = GatedReference.Step(StyleNet.Shape, Weights, before, step);
            net.Step(state, step);
            Assert.All(state.Zip(expected), pair => Assert.Equal(pair.Second * StyleNet.Grain, pair.First, 0.51));
        }
    }

    [Fact]
    public void Net_OfAnotherNumberOfWeights_IsRefused() => Assert.Throws<ArgumentException>(() => new StyleNet(new float[10]));

    /// <summary>Nodes with other processors must agree.</summary>
    [Fact]
    public void Style_OfTheSameKeyStrokes_IsTheSameOnEveryProcessor()
    {
        var style = Stretch.Of(Behaviour.ScriptTyping(60).Keys)!.Value;
        Assert.Equal(Expected, Enumerable.Range(0, 5).Select(i => style[i]));
    }

    [Fact]
    public void Likeness_OfOneDirection_IsOneAndOfTheOppositeMinusOne()
    {
        var vector = Enumerable.Range(0, StyleNet.Units).Select(i => (float)(i - 20)).ToArray();
        var style = TypingStyle.Of(vector);
        Assert.Equal(1, style.Likeness(TypingStyle.Of([.. vector.Select(value => 3 * value)])), 1e-9);
        Assert.Equal(-1, style.Likeness(TypingStyle.Of([.. vector.Select(value => -value)])), 1e-9);
        Assert.False(TypingStyle.Of(new float[StyleNet.Units]).IsSound);
        Assert.Equal(0, style.Likeness(default));
    }

    [Fact]
    public void Nats_WhenSomebodyElseTypes_AreHigherThanForThePersonsOwnTyping()
    {
        var learned = StyleProfile.Learn(Enumerable.Range(0, 4).Select(_ => Stretch.Of(new Writer(1).Strokes(99))))!;
        var (own, other) = (Stretch.Of(new Writer(1).Strokes(90))!.Value, Stretch.Of(new Writer(2).Strokes(90))!.Value);
        Assert.True(Nats(own) < 0);
        Assert.True(Nats(own) < Nats(other));

        double Nats(TypingStyle style) => learned.Nats(style, 75, StyleNet.Shipped);
    }

    /// <summary>The windows of a stretch say together what the whole stretch says, and none says more than its share.</summary>
    [Theory]
    [InlineData(-0.5, -0.5, -0.5, -0.5)]
    [InlineData(2.5, 2.5, 2.5, 2.5)]
    [InlineData(1, 3, 2.5, 2)]
    public void Close_OfTheWindowsOfAStretch_AddsUpToTheWhole(double first, double second, double third, double last)
    {
        double[] said = [first, second, third, last];
        var (trace, sum) = (default(StyleTrace), 0.0);
        for (var i = 0; i < StyleTrace.StretchStrokes; i++)
        {
            Assert.False(trace.IsFull);
            if (!trace.Add(default, StyleNet.Shipped))
                continue;
            var style = trace.Close(said[i / StyleTrace.WindowStrokes], 1.5).Style!.Value;
            Assert.InRange(style, -1.5, 1.5);
            sum += style;
        }

        Assert.True(trace.IsFull);
        Assert.Equal(last, sum, 1e-6);
    }

    [Fact]
    public void Equals_OfStretchesAndStyles_ComparesTheirValues()
    {
        var (one, other) = (Stretch.Of(new Writer(1).Strokes(60), Baseline.None, _ => { }), default(StyleTrace));
        var same = Stretch.Of(new Writer(1).Strokes(60), Baseline.None, _ => { });
        Assert.True(one == same && one != other && one.GetHashCode() == same.GetHashCode());
        Assert.True(one.Style(StyleNet.Shipped) == same.Style(StyleNet.Shipped));
        Assert.False(one.Style(StyleNet.Shipped).Equals((object)default(TypingStyle)));
    }

    [Fact]
    public void Close_WithoutAKnownStyle_SaysNothingOfIt() => Assert.Null(default(StyleTrace).Close(null, 1.5).Style);

    /// <summary>A person who has passed a challenge types; the sample that is handed on has their style.</summary>
    [Fact]
    public void Score_WhenAStretchIsFull_HandsOnItsStyle()
    {
        var sample = Assert.Single(Typed(130, pauseAfter: int.MaxValue));
        Assert.Equal(FreeTextSums.SampleStrokes, sample.Strokes);
        Assert.NotNull(sample.Style);
    }

    /// <summary>The sample after that begins with a stretch again, and has its style.</summary>
    [Fact]
    public void Score_WhenASampleHadNoStyle_TheNextOneHas() =>
        Assert.Equal([false, true], Typed(240, pauseAfter: 30).Select(sample => sample.Style is not null));

    /// <summary>
    /// After a rest, somebody else may type: a sample does not span it. The stretch that does is no sample's style; the next is.
    /// </summary>
    [Theory]
    [InlineData(30, false)]
    [InlineData(70, true)]
    public void Score_WhenThereIsARestInAStretch_ItsStyleIsOfNoSample(int pauseAfter, bool hasStyle)
    {
        Assert.Empty(Typed(pauseAfter + 95, pauseAfter));
        var sample = Assert.Single(Typed(pauseAfter + 110, pauseAfter));
        Assert.Equal(hasStyle, sample.Style is not null);
    }

    [Fact]
    public void Read_WhenABaselineOrSampleWasWritten_KeepsTheStyle()
    {
        var known = BaselineFormat.Read(BaselineFormat.Write(Crowd.Known), Crowd.Population)!;
        Assert.Equal(Crowd.Known.Style!.Samples, known.Style!.Samples);
        Assert.Equal(1, known.Style.Direction.Likeness(Crowd.Known.Style.Direction), 1e-9);

        var written = Crowd.TrainingSamples(1)[0];
        var read = TrainingSampleFormat.Read(TrainingSampleFormat.Write(written));
        Assert.Equal(1, read.FreeText[0].Style!.Value.Likeness(written.FreeText[0].Style!.Value), 1e-9);
    }

    /// <summary>Sums as the version before styles wrote them are still read.</summary>
    [Fact]
    public void Read_WhenASampleIsOfTheVersionWithoutStyles_IsReadWithoutOne()
    {
        var sums = FreeTextSums.Of(FreeTextTime.Of(new Writer(1).Strokes(50)));
        var bytes = TrainingSampleFormat.Write(new() { FreeText = [sums] });
        byte[] before = [1, .. bytes[1..^5], bytes[^1]];
        var read = Assert.Single(TrainingSampleFormat.Read(before).FreeText);
        Assert.Equal((sums.Times, null), (read.Times, read.Style));
    }

    private static List<FreeTextSums> Typed(int keys, int pauseAfter)
    {
        var sitting = new Sitting(UserState.New.Remember(DeviceId.Of("d-1"), Sitting.Opened));
        Assert.True(sitting.Report(ChallengeOutcome.Passed, Sitting.Opened));
        var (typed, handed) = (Behaviour.HumanTyping(5, keys), new List<FreeTextSums>());
        var rest = LearningGate.VerifiesBack.TotalMilliseconds + 1_000;
        for (var i = Math.Min(pauseAfter, typed.Keys.Count); i < typed.Keys.Count; i++)
            typed.Keys[i] = typed.Keys[i] with { Down = typed.Keys[i].Down + rest, Up = typed.Keys[i].Up + rest };
        foreach (var (batch, at) in pauseAfter < keys ? typed.CutAt([typed.Keys[pauseAfter - 1].Down + 500]) : typed.BySecond())
        {
            if (sitting.Score(batch, Sitting.At(at)).TrainingSample is { } sample)
                handed.AddRange(sample.FreeText);
        }

        return handed;
    }

    private static readonly sbyte[] Expected = [-3, -19, 20, -9, 3];

    private static TypingStep Any(Random random)
    {
        var (hold, interval, gap) = (GatedReference.Near(random), GatedReference.Near(random), GatedReference.Near(random));
        return new(hold, interval, gap, (byte)random.Next(12), (byte)random.Next(12));
    }

    private static readonly float[] Weights = GatedReference.Drawn(StyleNet.Size);
}
