using Sentinel.Application.Results;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.Formats;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// Baselines that this node has read: a fixed table with one place per user, overwritten without a lock. A user's version number is not
/// used for another baseline within days.
/// </summary>
internal sealed class BaselineCache(Population population)
{
    private const int Slots = 8_192;

    /// <summary>
    /// In ms. Then a baseline is read again: an erased one must leave memory, and a returning user may count versions from 1 again.
    /// </summary>
    private const long Lifetime = 3_600_000;

    private readonly Entry?[] slots = new Entry?[Slots];

    public Baseline? Find(TenantId tenant, UserId id, UserState user) =>
        Volatile.Read(ref Slot(tenant, id)) is { } entry
        && entry.User == id
        && entry.Tenant == tenant
        && entry.Baseline.Version == user.BaselineVersion
        && Environment.TickCount64 - entry.ReadAt < Lifetime
            ? entry.Baseline
            : null;

    /// <summary>Decodes the stored bytes; null if they are not of the user's version and this population.</summary>
    public Baseline? Keep(TenantId tenant, UserId id, UserState user, byte[]? content)
    {
        var baseline = content is null ? null : BaselineFormat.Read(content, population);
        if (baseline?.Version != user.BaselineVersion)
        {
            Metrics.MissedBaseline();
            return null;
        }

        Volatile.Write(ref Slot(tenant, id), new(tenant, id, baseline, Environment.TickCount64));
        return baseline;
    }

    private ref Entry? Slot(TenantId tenant, UserId id) => ref slots[(uint)HashCode.Combine(tenant, id) % Slots];

    private sealed record Entry(TenantId Tenant, UserId User, Baseline Baseline, long ReadAt);
}
