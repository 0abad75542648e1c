using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Infrastructure.Formats;

/// <summary>A <see cref="Population"/> as a JSON file: statistics and their provenance, no recordings.</summary>
public static class PopulationFile
{
    /// <summary>The version of the file format.</summary>
    public const int Version = 3;

    private static readonly Lazy<Population> Embedded = new(() =>
    {
        using var resource = typeof(PopulationFile).Assembly.GetManifestResourceStream("population.json")!;
        return Read(resource);
    });

    /// <summary>The statistics that ship with the project; the file names their sources.</summary>
    public static Population Shipped => Embedded.Value;

    /// <exception cref="FormatException">The file is invalid or has another version.</exception>
    public static Population Read(Stream json)
    {
        try
        {
            var file = JsonSerializer.Deserialize(json, PopulationJson.Default.Contents);
            return file?.Version == Version
                ? file.ToPopulation()
                : throw new FormatException($"The population file is not of version {Version}: build it anew.");
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            throw new FormatException($"The population file cannot be read: {broken.Message}", broken);
        }
    }

    /// <param name="population">The population.</param>
    /// <param name="provenance">The sources of the statistics, for human readers.</param>
    /// <param name="json">The destination.</param>
    public static void Write(Population population, string provenance, Stream json) =>
        JsonSerializer.Serialize(json, Contents.Of(population, provenance), PopulationJson.Default.Contents);

    /// <param name="Version">The format's version.</param>
    /// <param name="Id">The population's id.</param>
    /// <param name="Provenance">The sources of the statistics.</param>
    /// <param name="FixedText">Location and scale of ln(hold) and of ln(down to down) of fixed texts.</param>
    /// <param name="FreeText">Location, spread between people and within one, for each feature of free text.</param>
    /// <param name="Mouse">See <see cref="PointerBackground"/>.</param>
    /// <param name="Touch">See <see cref="PointerBackground"/>.</param>
    /// <param name="Calibration">By model.</param>
    internal sealed record Contents(
        int Version,
        string Id,
        string Provenance,
        double[][]? FixedText,
        double[][]? FreeText,
        PointerPart? Mouse,
        PointerPart? Touch,
        CalibrationPart Calibration
    )
    {
        public static Contents Of(Population population, string provenance) =>
            new(
                PopulationFile.Version,
                population.Id,
                provenance,
                population.FixedText is { } text ? [.. text.Kinds.Select(kind => new[] { Short(kind.Location), Short(kind.Scale) })] : null,
                population.FreeText is { } freeText
                    ? [.. freeText.Features.Select(spread => new[] { Short(spread.Location), Short(spread.Between), Short(spread.Within) })]
                    : null,
                PointerPart.Of(population.Mouse),
                PointerPart.Of(population.Touch),
                new(
                    population.FixedTextCalibration,
                    population.FreeTextCalibration,
                    population.MouseCalibration,
                    population.TouchCalibration
                )
            );

        public Population ToPopulation()
        {
            if (
                FixedText is not (null or [[_, _], [_, _]])
                || (FreeText is not null && (FreeText.Length != FreeTextFeature.Count || FreeText.Any(spread => spread.Length != 3)))
            )
                throw new FormatException("The population file has other features than this version.");
            return new()
            {
                Id = Id,
                FixedText = FixedText is null
                    ? null
                    : FixedTextBackground.OfAnyText((FixedText[0][0], FixedText[0][1]), (FixedText[1][0], FixedText[1][1])),
                FreeText = FreeText is null
                    ? null
                    : FreeTextBackground.Of(FreeText.Select(spread => new FreeTextBackground.Spread(spread[0], spread[1], spread[2]))),
                Mouse = Mouse?.ToBackground(),
                Touch = Touch?.ToBackground(),
                FixedTextCalibration = Calibration.FixedText,
                FreeTextCalibration = Calibration.FreeText,
                MouseCalibration = Calibration.Mouse,
                TouchCalibration = Calibration.Touch,
            };
        }

        private static double Short(double value) => Math.Round(value, 5);
    }

    /// <param name="Bounds">The bounds of each trait's bins.</param>
    /// <param name="Shares">The share of pointer strokes in each bin.</param>
    /// <param name="Covariance">Covariance of the bins: lower triangle, half precision.</param>
    internal sealed record PointerPart(double[][] Bounds, double[] Shares, byte[] Covariance)
    {
        public static PointerPart? Of(PointerBackground? background) => background is null ? null : new(
            [.. background.TraitBounds.Select(bounds => bounds.Select(bound => (double)(float)bound).ToArray())],
            [.. background.Shares.ToArray().Select(share => Math.Round(share, 6))],
            MemoryMarshal.AsBytes(background.Covariance).ToArray());

        public PointerBackground ToBackground() => new(Bounds, Shares, MemoryMarshal.Cast<byte, Half>(Covariance).ToArray());
    }

    internal sealed record CalibrationPart(Calibration? FixedText, Calibration? FreeText, Calibration? Mouse, Calibration? Touch);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = false)]
[JsonSerializable(typeof(PopulationFile.Contents))]
internal sealed partial class PopulationJson : JsonSerializerContext;
