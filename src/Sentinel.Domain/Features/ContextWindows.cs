using System.Collections.Immutable;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>The opening of a session, with the user's other recent openings. It contains no behaviour, so it earns no trust.</summary>
/// <param name="Opened">The session's opening.</param>
/// <param name="IsNewDevice">Whether the user has passed challenges on other devices, but none on this one.</param>
/// <param name="IsKnownDevice">Whether the user has passed a challenge on this device.</param>
/// <param name="Recent">The user's earlier openings, oldest first.</param>
public readonly record struct OpeningWindow(Opening Opened, bool IsNewDevice, bool IsKnownDevice, ImmutableArray<Opening> Recent) : IWindow
{
    public bool IsConclusive => false;
}

/// <summary>The client origin of a session's earlier requests, and of the present one.</summary>
public readonly record struct OriginWindow(ClientOrigin Before, ClientOrigin Now) : IWindow
{
    public bool IsConclusive => false;
}
