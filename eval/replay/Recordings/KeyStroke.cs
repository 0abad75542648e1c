using Sentinel.Simulation;

namespace Sentinel.Replay;

/// <summary>One key's press and release, in ms of the recording's own clock.</summary>
/// <param name="Group">Which group of keys.</param>
/// <param name="Down">When it went down.</param>
/// <param name="Up">When it was released; null when the recording lost it.</param>
/// <param name="Known">When a browser could have sent it: its release, or the moment that showed the release to be lost.</param>
/// <param name="Field">The fixed-text field, or null.</param>
internal readonly record struct KeyStroke(KeyGroup Group, double Down, double? Up, double Known, string? Field = null)
{
    public static KeyStroke Held(KeyGroup group, double down, double up, string? field = null) => new(group, down, up, up, field);
}
