using Sentinel.Simulation;

namespace Sentinel.Replay;

/// <summary>One key's press and release, in ms of the recording's clock.</summary>
/// <param name="Group">The group of keys.</param>
/// <param name="Down">Time of the press.</param>
/// <param name="Up">Time of the release; null if the recording lost it.</param>
/// <param name="Known">When a browser could have sent it: at its release, or when the release turned out to be lost.</param>
/// <param name="Field">The fixed-text field; null if none.</param>
internal readonly record struct KeyStroke(KeyGroup Group, double Down, double? Up, double Known, string? Field = null)
{
    public static KeyStroke Held(KeyGroup group, double down, double up, string? field = null) => new(group, down, up, up, field);
}
