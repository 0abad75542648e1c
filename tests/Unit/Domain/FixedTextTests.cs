using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Unit.Tests;

/// <summary>
/// Properties of the fixed-text model that hold for any recording, on generated people. eval/accuracy measures its accuracy on real ones.
/// </summary>
public sealed class FixedTextTests
{
    private const int Strokes = 11;

    private static readonly Typist[] Crowd = [.. Enumerable.Range(100, 12).Select(seed => new Typist(seed))];

    private static readonly FixedTextBackground AnyText = FixedTextBackground.OfAnyText([.. Crowd.Select(person => person.Entries(40))]);

    public static TheoryData<string> Backgrounds => ["none", "any text"];

    [Theory]
    [MemberData(nameof(Backgrounds))]
    public void Score_WhenSomebodyElseTypes_IsHigherThanThePersonsOwn(string background)
    {
        var (person, other) = (new Typist(1), new Typist(2));
        var template = FixedTextTemplate.Learn(person.Entries(60), Background(background))!;
        var own = person.Entries(100).Select(template.Score).ToArray();
        var forged = other.Entries(100).Select(template.Score).ToArray();
        var above = forged.Average(score => own.Count(mine => mine < score) / (double)own.Length);
        Assert.True(above > 0.95, $"AUC {above:F3}");
    }

    [Theory]
    [MemberData(nameof(Backgrounds))]
    public void Learn_WhenRepeated_ScoresTheSame(string background)
    {
        var entries = new Typist(1).Entries(40);
        var (first, second) = (
            FixedTextTemplate.Learn(entries, Background(background))!,
            FixedTextTemplate.Learn(entries, Background(background))!
        );
        var entry = new Typist(3).Entries(1)[0];
        Assert.Equal(first.Score(entry), second.Score(entry));
        Assert.Equal((first.Level, first.TrainsBelow), (second.Level, second.TrainsBelow));
    }

    [Fact]
    public void Learn_WhenThereAreTooFewEntries_IsNoTemplate()
    {
        Assert.Null(FixedTextTemplate.Learn(new Typist(1).Entries(FixedTextTemplate.MinEntries - 1), AnyText));
        Assert.NotNull(FixedTextTemplate.Learn(new Typist(1).Entries(FixedTextTemplate.MinEntries), AnyText));
    }

    [Fact]
    public void Learn_WhenEntriesOfOtherLengthsAreAmong_LeavesThemOut()
    {
        var person = new Typist(1);
        var entries = person.Entries(30);
        var mixed = entries.SelectMany(entry => new[] { person.Entry(7), entry }).ToArray();
        var probe = person.Entry(Strokes);
        Assert.Equal(FixedTextTemplate.Learn(entries, AnyText)!.Score(probe), FixedTextTemplate.Learn(mixed, AnyText)!.Score(probe));
    }

    [Theory]
    [MemberData(nameof(Backgrounds))]
    public void Score_WhenTheEntryIsExtreme_IsFinite(string background)
    {
        var template = FixedTextTemplate.Learn(new Typist(1).Entries(30), Background(background))!;
        foreach (var (hold, interval) in new[] { (0.0, 0.0), (1e9, 1e9), (0, 1e9), (1e9, 0), (0.001, 1e-9) })
        {
            var entry = FixedTextRhythm.Of([
                .. Enumerable.Range(0, Strokes).Select(i => new KeyStroke(i * interval, (i * interval) + hold, default)),
            ])!;
            Assert.True(double.IsFinite(template.Score(entry)));
        }

        Assert.Equal(double.NaN, template.Score(new Typist(1).Entry(Strokes - 1)));
    }

    [Fact]
    public void Learn_WhenEveryEntryIsTheSame_IsStillATemplate()
    {
        var entry = new Typist(1).Entry(Strokes);
        var template = FixedTextTemplate.Learn([.. Enumerable.Repeat(entry, 20)], AnyText)!;
        Assert.True(double.IsFinite(template.Score(entry)));
        Assert.True(template.Score(new Typist(2).Entry(Strokes)) > template.Score(entry));
    }

    [Fact]
    public void Bytes_WhenTheTextIsLong_AreBounded()
    {
        var person = new Typist(1);
        var template = FixedTextTemplate.Learn([.. Enumerable.Range(0, 20).Select(_ => person.Entry(60))], AnyText)!;
        Assert.Equal(FixedTextRhythm.MaxStrokes, template.Strokes);
        Assert.InRange(template.Bytes, 1, 5_000);
    }

    [Fact]
    public void Of_WhenAReleaseIsUnknownOrStrokesAreOutOfOrder_IsNoEntry()
    {
        Assert.Null(FixedTextRhythm.Of([]));
        Assert.Null(FixedTextRhythm.Of([new(0, 90, default), new(100, double.NaN, default)]));
        Assert.Null(FixedTextRhythm.Of([new(100, 190, default), new(0, 90, default)]));
    }

    [Fact]
    public void Apply_WhenScoresAreCorrelated_LeavesThemUncorrelated()
    {
        var dice = new Random(1);
        double[][] scores = [.. Enumerable.Range(0, 20_000).Select(_ =>
        {
            var (a, b, c) = (Normal(dice), Normal(dice), Normal(dice));
            return new[] { a, (0.8 * a) + (0.6 * b), (-0.5 * a) + (0.5 * b) + (Math.Sqrt(0.5) * c) };
        })];
        var whitening = Whitening.Of(Whitening.Correlation(scores, 10));
        foreach (var score in scores) whitening.Apply(score);
        var left = Whitening.Correlation(scores, 10);
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++) Assert.Equal(i == j ? 1 : 0, left[i, j], 0.03);
        }
    }

    private static FixedTextBackground? Background(string name) =>
        name switch
        {
            "any text" => AnyText,
            _ => null,
        };

    private static double Normal(Random dice) =>
        Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble());
}
