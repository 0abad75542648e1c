using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// How people at large type and point, and what scores are worth: statistics that ship with the project, or that a site has built from its
/// own users. Each part may be missing; its model then says nothing. Immutable.
/// </summary>
public sealed record Population
{
    /// <summary>Nobody is known: every model says nothing.</summary>
    public static readonly Population Nobody = new();

    /// <summary>Names these statistics; baselines learnt against others are not compared with them.</summary>
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
