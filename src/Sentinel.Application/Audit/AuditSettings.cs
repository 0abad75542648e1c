using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Audit;

/// <summary>How long the audit is kept, where the live policy of a tenant does not say it. Days; 0 for no limit.</summary>
/// <param name="RetentionDays">For every tenant without a number in <paramref name="Others"/>.</param>
/// <param name="Others">By tenant.</param>
/// <param name="MinRetentionDays">
/// The fewest days that a policy can ask for; null if policies can only ask for more than the settings say.
/// </param>
public sealed record AuditSettings(int RetentionDays, IReadOnlyDictionary<TenantId, int> Others, int? MinRetentionDays = null)
{
    public const int DefaultRetentionDays = 400;

    /// <summary>The fewest days that the tenant's policy can ask for.</summary>
    public int FewestDays(TenantId tenant) => MinRetentionDays ?? OwnDays(tenant);

    /// <summary>Whether the tenant's policy may ask for so many days.</summary>
    public bool Allows(TenantId tenant, int days) => days == 0 || Longer(days, FewestDays(tenant)) == days;

    /// <summary>The first day whose rows are kept for this tenant; null when all are kept.</summary>
    public DateOnly? FirstKept(TenantId tenant, Policy live, DateTimeOffset now) => FirstKept(DaysOf(tenant, live), now);

    /// <summary>The first day whose rows any tenant keeps, including future tenants; null when a tenant keeps rows without limit.</summary>
    /// <param name="live">The live policies of the tenants that have one of their own.</param>
    /// <param name="now">The moment.</param>
    public DateOnly? FirstKeptOfAll(IEnumerable<KeyValuePair<TenantId, Policy>> live, DateTimeOffset now) => FirstKept(
        Others.Values.Concat(live.Select(one => DaysOf(one.Key, one.Value))).Aggregate(RetentionDays, Longer), now);

    /// <summary>What a policy asks for, but never fewer days than it may: the settings may have changed since it went live.</summary>
    private int DaysOf(TenantId tenant, Policy live) =>
        live.AuditRetentionDays == 0 ? OwnDays(tenant) : Longer(live.AuditRetentionDays, FewestDays(tenant));

    private int OwnDays(TenantId tenant) => Others.GetValueOrDefault(tenant, RetentionDays);

    private static int Longer(int days, int other) => days == 0 || other == 0 ? 0 : Math.Max(days, other);

    private static DateOnly? FirstKept(int days, DateTimeOffset now) =>
        days == 0 ? null : DateOnly.FromDateTime(now.UtcDateTime).AddDays(-days);
}
