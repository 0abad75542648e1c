using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// The states that this node wrote or read last. A session's next batch can commit without a read; the commit fails if another node has
/// written since. A fixed table with one place per session, overwritten without a lock.
/// </summary>
internal sealed class RecentStates(HotStateOptions options)
{
    private readonly Loaded?[] slots = new Loaded?[options.RecentSessions];

    /// <summary>Null if this node has not recently written or read the session.</summary>
    public Loaded? Find(TenantId tenant, SessionId id) =>
        slots.Length > 0
        && Volatile.Read(ref Slot(id)) is { Session: { } session } kept
        && session.Id == id
        && session.Tenant == tenant
            ? kept
            : null;

    public void Keep(Loaded loaded)
    {
        if (slots.Length > 0)
            Volatile.Write(ref Slot(loaded.Session!.Id), loaded);
    }

    private ref Loaded? Slot(SessionId id) => ref slots[(int)((uint)id.GetHashCode() % (uint)slots.Length)];
}
