namespace Sentinel.Domain.Telemetry;

/// <summary>One key's press and release, in client milliseconds.</summary>
/// <param name="Down">When the key went down; ms since the Unix epoch on the client's clock.</param>
/// <param name="Up">When it was released; <see cref="double.NaN"/> if unknown.</param>
/// <param name="Code">The key group; a site that opts in may send the physical key.</param>
/// <param name="Field">Hash of the fixed-text field's name; 0 for free text.</param>
public readonly record struct KeyStroke(double Down, double Up, KeyCode Code, ulong Field = 0)
{
    /// <summary>Hold (dwell) in ms; NaN when the release is unknown.</summary>
    public double Hold => Up - Down;
}
