using System.Runtime.Intrinsics;
using Sentinel.Domain.Features;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Unit.Tests;

/// <summary>The arithmetic of the typing net, and what a window takes.</summary>
public sealed class TypingNetTests
{
    private static readonly float[] Weights = GatedReference.Drawn(TypingNet.Shape.Size);

    /// <summary>A gated recurrent unit in double precision, written as its formulas are.</summary>
    [Fact]
    public void Step_OfAnyKeyStrokes_IsAGatedRecurrentUnit()
    {
        var (net, state, expected) = (new TypingNet(Weights), new float[TypingNet.Units], new double[TypingNet.Units]);
        var random = new Random(2);
        for (var i = 0; i < 100; i++)
        {
            var (hold, interval, gap) = (GatedReference.Near(random), GatedReference.Near(random), GatedReference.Near(random));
            var step = new TypingStep(hold, interval, gap, (byte)random.Next(12), (byte)random.Next(12));
            var score = net.Step(state, step);
            expected = GatedReference.Step(TypingNet.Shape, Weights, expected, step);
            Assert.Equal(Score(expected), score, 2e-3);
            Assert.All(state.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 2e-3));
        }
    }

    [Fact]
    public void Tanh_OfAnyNumber_IsWithinATenThousandth()
    {
        for (var x = -20f; x <= 20; x += 0.01f)
            Assert.Equal(Math.Tanh(x), GatedNet.Tanh(Vector256.Create(x))[0], 1.1e-4);
    }

    [Fact]
    public void Net_OfAnotherNumberOfWeights_IsRefused() => Assert.Throws<ArgumentException>(() => new TypingNet(new float[10]));

    /// <summary>Nodes with other processors must agree: the net adds, multiplies and divides in one order.</summary>
    [Fact]
    public void Add_OfTheSameKeyStrokes_GivesTheSameBitsOnEveryProcessor()
    {
        var windows = Windows(Behaviour.ScriptTyping(120).Keys);
        Assert.Equal(2, windows.Count);
        Assert.Equal(Expected, windows.Select(window => BitConverter.SingleToInt32Bits((float)window.Score)));
    }

    /// <summary>A bot that types in two streams in turn does not keep the window from closing.</summary>
    [Fact]
    public void Score_WhenTwoStreamsTypeInTurn_ClosesTheWindowAllTheSame()
    {
        var (typed, sitting, batches) = (Behaviour.TypedBy(Simulation.Imitators.Typing[0]), new Sitting(), 0);
        foreach (var (batch, at) in typed.CutAt(Enumerable.Range(1, 150).Select(cut => Behaviour.Start + (cut * 400.0))))
        {
            var stream = StreamId.Of(batches++ % 2 == 0 ? "main" : "second");
            sitting.Score(batch with { Stream = stream, Sequence = (batches + 1) / 2 }, Sitting.At(at));
        }

        Assert.True(sitting.Session.Account.Bot.Of(Domain.Detection.EvidenceGroup.Manner) > 0);
    }

    [Theory]
    [InlineData(KeyCode.LetterLeft, false)]
    [InlineData(KeyCode.Digit, false)]
    [InlineData(null, true)]
    public void IsOfText_OfKeysThatAreNoText_IsFalse(KeyCode? all, bool isText)
    {
        var typed = Behaviour.HumanTyping(3, 60).Keys;
        var keys = typed.Select((stroke, i) => stroke with { Code = i % 4 == 3 ? stroke.Code : all ?? stroke.Code });
        Assert.Equal(isText, Assert.Single(Windows(keys)).IsOfText);
    }

    [Fact]
    public void Step_OfKeysOfACoarseTimer_IsNone() =>
        Assert.All(Behaviour.HumanTyping(3, 20).Keys, stroke => Assert.Null(default(KeyRhythm).Step(stroke, 100)));

    private static readonly int[] Expected = [-1081529676, 1063738175];

    internal static List<TypingWindow> Windows(IEnumerable<KeyStroke> keys)
    {
        var (trace, rhythm, memory, windows) = (default(TypingTrace), default(KeyRhythm), default(KeyMemory), new List<TypingWindow>());
        foreach (var stroke in keys)
        {
            if (rhythm.Step(stroke, 1) is { } step && trace.Add(step, TypingNet.Shipped, true, false, out var window, out _))
                windows.Add(window);
            rhythm.Add(stroke, 1, ref memory, out _, out _);
        }

        return windows;
    }

    private static double Score(double[] state)
    {
        var shape = TypingNet.Shape;
        return Weights[shape.Offset] + Enumerable.Range(0, TypingNet.Units).Sum(unit =>
            (state[unit] * Weights[shape.OfScore + unit]) + (state[unit] * state[unit] * Weights[shape.OfSquare + unit]));
    }
}
