using System.Collections.Immutable;
using Sentinel.Domain.Sessions;

namespace Sentinel.Domain.Features;

/// <summary>A session that is being opened, beside what is known of the user's others. It says nothing of behaviour, so it earns nothing.</summary>
/// <param name="Opened">This one.</param>
/// <param name="Known">Devices on which the user has passed a challenge.</param>
/// <param name="Recent">The user's openings before it, oldest first.</param>
public readonly record struct OpeningWindow(Opening Opened, ImmutableArray<DeviceId> Known, ImmutableArray<Opening> Recent) : IWindow
{
    public bool IsConclusive => false;
}

/// <summary>Where a session's requests came from, and where one comes from now.</summary>
public readonly record struct SurroundingsWindow(Surroundings Before, Surroundings Now) : IWindow
{
    public bool IsConclusive => false;
}
