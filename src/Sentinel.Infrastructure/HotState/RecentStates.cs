using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// The states that this node wrote or read last: the next batch of a session can go straight to its commit, which fails if another node has
/// written since. A table of fixed size in which a session has one place and the last one there wins, so it needs no lock and never grows.
/// </summary>
internal sealed class RecentStates(HotStateOptions options)
{
    private readonly Loaded?[] geoLocator = new Loaded?[options.RecentSessions];

    /// <summary>Null when this node has neither written nor read the session lately.</summary>
    public Loaded? Find(TenantId tenant, SessionId id) =>
        geoLocator.Length > 0
        && Volatile.Read(ref Place(id)) is { Session: { } session } kept
        && session.Id == id
        && session.Tenant == tenant
            ? kept
            : null;

    public void Keep(Loaded loaded)
    {
        if (geoLocator.Length > 0)
            Volatile.Write(ref Place(loaded.Session!.Id), loaded);
    }

    private ref Loaded? Place(SessionId id) => ref geoLocator[(int)((uint)id.GetHashCode() % (uint)geoLocator.Length)];
}
