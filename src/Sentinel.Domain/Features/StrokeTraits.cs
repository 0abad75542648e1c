namespace Sentinel.Domain.Features;

/// <summary>
/// The traits of a pointer stroke that identify a person. Sampling rates and timers are left out or removed by resampling, because they
/// depend on the device.
/// </summary>
public static class StrokeTraits
{
    /// <summary>The number of traits.</summary>
    public const int Count = 22;

    private const double Tiny = 1e-3;

    /// <summary>The traits in their order, with their units, and how their numbers become numbers of the unit.</summary>
    public static readonly IReadOnlyList<(string Name, string Unit, Func<double, double> ToUnit)> Named =
    [
        ("duration", "ms", Math.Exp),
        ("length", "px", Math.Exp),
        ("chord", "px", OfOneMore),
        ("straightness", "", Same),
        ("direction", "rad", Same),
        ("width", "px", OfOneMore),
        ("height", "px", OfOneMore),
        ("line_residual", "", OfTinyMore),
        ("turning", "rad", Same),
        ("absolute_turning", "rad", Same),
        ("step_speed_variation", "", Same),
        ("mean_speed", "px/ms", OfTinyMore),
        ("speed_variation", "", Same),
        ("top_speed", "px/ms", OfTinyMore),
        ("start_ratio", "", Same),
        ("slow_share", "", Same),
        ("top_sideways_acceleration", "px/ms²", OfTinyMore),
        ("roughness", "", Same),
        ("press_pause", "ms", OfOneMore),
        ("is_drag", "", Same),
        ("rest_before", "ms", OfOneMore),
        ("button_hold", "ms", OfOneMore),
    ];

    /// <summary>Whether there is a movement to measure; a press without a movement has none.</summary>
    public static bool Has(in StrokeWindow window) => window is { Samples: >= 4, Duration: > 0, Length: > 0 };

    /// <param name="window">A window for which <see cref="Has"/> is true.</param>
    /// <param name="traits">Receives <see cref="Count"/> numbers; NaN for traits that do not apply.</param>
    public static void Describe(in StrokeWindow window, Span<double> traits)
    {
        traits[0] = Math.Log(window.Duration);
        traits[1] = Math.Log(window.Length);
        traits[2] = Math.Log(window.Chord + 1);
        traits[3] = window.Chord / window.Length;
        traits[4] = window.Direction;
        traits[5] = Math.Log(window.Width + 1);
        traits[6] = Math.Log(window.Height + 1);
        traits[7] = Math.Log((window.LineResidual / window.Length) + Tiny);
        traits[8] = window.Turning;
        traits[9] = Math.Abs(window.Turning);
        traits[10] = window.RawSpeedVariation;
        traits[11] = Math.Log(window.SpeedMean + Tiny);
        traits[12] = window.SpeedVariation;
        traits[13] = Math.Log(window.TopSpeed + Tiny);
        traits[14] = window.StartRatio;
        traits[15] = window.SlowShare;
        traits[16] = Math.Log(window.TopLateral + Tiny);
        traits[17] = window.Roughness;
        traits[18] = Math.Log(window.PressPause + 1);
        traits[19] = window.IsDrag ? 1 : 0;
        traits[20] = Math.Log(window.RestBefore + 1);
        traits[21] = Math.Log(window.ButtonHold + 1);
    }

    private static double Same(double trait) => trait;

    private static double OfOneMore(double trait) => Math.Exp(trait) - 1;

    private static double OfTinyMore(double trait) => Math.Exp(trait) - Tiny;
}
