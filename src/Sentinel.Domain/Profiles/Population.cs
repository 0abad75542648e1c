using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// How people at large type and move a pointer, and how scores are calibrated. The statistics ship with the project, or a site builds them
/// from its users. A missing part turns its model off. Immutable.
/// </summary>
public sealed record Population
{
    /// <summary>A population without statistics; all models are off.</summary>
    public static readonly Population Nobody = new();

    /// <summary>Identifies these statistics; baselines learned against others are not compared with them.</summary>
    public string Id { get; init; } = "nobody";

    public FixedTextBackground? FixedText { get; init; }

    public FreeTextBackground? FreeText { get; init; }

    public PointerBackground? Mouse { get; init; }

    public PointerBackground? Touch { get; init; }

    public Calibration? FixedTextCalibration { get; init; }

    public Calibration? FreeTextCalibration { get; init; }

    public Calibration? MouseCalibration { get; init; }

    public Calibration? TouchCalibration { get; init; }
}
