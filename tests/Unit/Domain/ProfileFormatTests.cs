using Sentinel.Domain.Detection.Anomaly;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;
using Sentinel.Infrastructure.Formats;

namespace Sentinel.Unit.Tests;

/// <summary>The stored formats of baselines and training samples, and the shipped population.</summary>
public sealed class ProfileFormatTests
{
    [Fact]
    public void Read_WhenATrainingSampleWasWritten_TeachesTheSame()
    {
        var samples = Crowd.TrainingSamples(1);
        var stored = samples.Select(sample => TrainingSampleFormat.Read(TrainingSampleFormat.Write(sample))).ToArray();
        var (direct, read) = (Baseline.Learn(2, samples, Crowd.Population), Baseline.Learn(2, stored, Crowd.Population));
        var (writer, mover) = (new Writer(5), new Mover(5));
        Assert.Equal(direct.FreeText!.Score(Crowd.Sample(writer)), read.FreeText!.Score(Crowd.Sample(new Writer(5))), 9);
        Assert.All(mover.Kept(20), stroke => Assert.Equal(direct.Mouse!.Score(stroke), read.Mouse!.Score(stroke)));
        // Logarithms are stored in half precision.
        Assert.All(
            new Typist(5).Entries(10),
            entry => Assert.Equal(direct.Texts[0].Template.Score(entry), read.Texts[0].Template.Score(entry), 0.2)
        );
    }

    [Fact]
    public void Read_WhenATrainingSampleIsCutAnywhere_IsAFormatException()
    {
        var bytes = TrainingSampleFormat.Write(Crowd.TrainingSamples(1)[0]);
        for (var length = 0; length < bytes.Length; length += 3)
            Assert.ThrowsAny<Exception>(() => TrainingSampleFormat.Read(bytes[..length]));
        for (var length = 0; length < bytes.Length; length += 3)
            Assert.IsType<FormatException>(Record.Exception(() => TrainingSampleFormat.Read(bytes[..length])));
    }

    [Fact]
    public void Write_WhenABaselineHasEverything_IsAtMostSixteenKibibytes()
    {
        var person = new Typist(1);
        TrainingSample[] longest =
        [
            .. Enumerable.Range(0, 40).Select(i => new TrainingSample { Entries = [new((ulong)(i % 3), person.Entry(60), 1)] }),
        ];
        var touch = Crowd.Population with { Touch = Crowd.Population.Mouse };
        var strokes = Crowd
            .TrainingSamples(1)
            .Concat(
                Crowd
                    .TrainingSamples(1)
                    .Select(sample => new TrainingSample
                    {
                        Strokes = [.. sample.Strokes.Select(stroke => stroke with { Kind = PointerKind.Touch })],
                    })
            );
        var largest = Baseline.Learn(7, [.. strokes, .. longest], touch);
        Assert.True(largest is { Texts.Length: Baseline.MaxTexts, FreeText: not null, Mouse: not null, Touch: not null });
        Assert.InRange(BaselineFormat.Write(largest).Length, 1, 16 * 1024);
    }

    [Fact]
    public void Read_WhenAnyByteOfABaselineIsDamaged_IsNull()
    {
        var bytes = BaselineFormat.Write(Crowd.Known);
        for (var i = 0; i < bytes.Length; i += 11)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 0x5A;
            Assert.Null(BaselineFormat.Read(damaged, Crowd.Population));
        }

        Assert.Null(BaselineFormat.Read([], Crowd.Population));
        Assert.Null(BaselineFormat.Read(bytes, Crowd.Population with { Id = "others" }));
    }

    [Fact]
    public void Shipped_WhenRead_HasEveryModelThatRecordingsWereThereFor()
    {
        var shipped = PopulationFile.Shipped;
        Assert.True(
            shipped
                is {
                    FixedText: not null,
                    FreeText: not null,
                    Mouse: not null,
                    FixedTextCalibration: not null,
                    FreeTextCalibration: not null,
                    MouseCalibration: not null
                }
        );
        Assert.Null(shipped.Touch);
        Assert.NotEqual("nobody", shipped.Id);
    }

    [Fact]
    public void Write_WhenAPopulationIsReadAgain_JudgesTheSame()
    {
        using var file = new MemoryStream();
        PopulationFile.Write(Crowd.Population, "generated people", file);
        file.Position = 0;
        var read = Baseline.Learn(1, Crowd.TrainingSamples(1), PopulationFile.Read(file));
        foreach (var stroke in new Mover(3).Strokes(30))
            Assert.Equal(
                new PointerDynamics().Judge(stroke, Crowd.Known).LogLikelihoodRatio,
                new PointerDynamics().Judge(stroke, read).LogLikelihoodRatio,
                0.2
            );
    }

    [Theory]
    [
        InlineData("{}", "not of version"),
        InlineData("no json", "cannot be read"),
        InlineData("""{"version":99,"id":"x","provenance":"","calibration":{}}""", "not of version"),
        InlineData("""{"version":3,"id":"x","provenance":"","freeText":[[1]],"calibration":{}}""", "other features"),
        InlineData(
            """{"version":3,"id":"x","provenance":"","mouse":{"bounds":[[1]],"shares":[1],"covariance":""},"calibration":{}}""",
            "not of this version's traits")
    ]
    public void Read_WhenTheFileIsNoPopulation_SaysSo(string json, string why) =>
        Assert.Contains(
            why,
            Assert.Throws<FormatException>(() => PopulationFile.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json)))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Read_WhenAPopulationsBoundsCannotBe_SaysSo()
    {
        var mouse = Crowd.Population.Mouse!;
        foreach (double[] bounds in new double[][] { [1, 2, 3, 4, 5, 6, 7], [2, 1], [1, 1], [1, double.NaN] })
        {
            double[][] all = [bounds, .. mouse.TraitBounds.Skip(1).Select(trait => trait.ToArray())];
            Assert.Throws<ArgumentException>(() => new PointerBackground(all, mouse.Shares.ToArray(), mouse.Covariance.ToArray()));
        }
    }

    [Fact]
    public void Fit_WhenScoresTellApart_RisesAndIsRightInTheMiddle()
    {
        var dice = new Random(1);
        double[][] Scores(double middle) =>
            [.. Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, 50).Select(_ => middle + (2 * dice.NextDouble()) - 1).ToArray())];
        var calibration = Calibration.Fit(Scores(-0.5), Scores(0.5), together: 5, windows: 5)!;
        Assert.True(calibration.At(-0.5) < -0.1 && calibration.At(0.5) > 0.1);
        Assert.Equal(0, calibration.At(0), 0.1);
        Assert.Equal(calibration.At(1e9), calibration.At(calibration.Highest));
        Assert.Null(Calibration.Fit([], [], 5, 5));
    }
}
