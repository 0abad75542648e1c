using System.Collections.Immutable;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>
/// A session that is being opened, beside what is known of the user's others. It says nothing of behaviour, so it earns nothing.
/// </summary>
/// <param name="Opened">This one.</param>
/// <param name="IsNewDevice">The user has passed challenges on other devices, and none on this.</param>
/// <param name="IsKnownDevice">The user has passed a challenge on this device.</param>
/// <param name="Recent">The user's openings before it, oldest first.</param>
public readonly record struct OpeningWindow(Opening Opened, bool IsNewDevice, bool IsKnownDevice, ImmutableArray<Opening> Recent) : IWindow
{
    public bool IsConclusive => false;
}

/// <summary>Where a session's requests came from, and where one comes from now.</summary>
public readonly record struct OriginWindow(ClientOrigin Before, ClientOrigin Now) : IWindow
{
    public bool IsConclusive => false;
}
