using Sentinel.Application.Results;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.Formats;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// Baselines that this node has read: a table of fixed size in which a user has one place and the last one there wins, so it needs no lock and never grows. A version
/// of a user is never used for another baseline.
/// </summary>
internal sealed class BaselineCache(Population population)
{
    private const int Places = 8_192;

    private readonly Entry?[] places = new Entry?[Places];

    public Baseline? Find(TenantId tenant, UserId id, UserState user) =>
        Volatile.Read(ref Place(tenant, id)) is { } entry && entry.User == id && entry.Tenant == tenant && entry.Baseline.Version == user.BaselineVersion ? entry.Baseline : null;

    /// <summary>Reads what was stored; null where that is nothing of this version and population.</summary>
    public Baseline? Keep(TenantId tenant, UserId id, UserState user, byte[]? content)
    {
        var baseline = content is null ? null : BaselineFormat.Read(content, population);
        if (baseline?.Version != user.BaselineVersion)
        {
            Metrics.MissedBaseline();
            return null;
        }

        Volatile.Write(ref Place(tenant, id), new(tenant, id, baseline));
        return baseline;
    }

    private ref Entry? Place(TenantId tenant, UserId id) => ref places[(uint)HashCode.Combine(tenant, id) % Places];

    private sealed record Entry(TenantId Tenant, UserId User, Baseline Baseline);
}
