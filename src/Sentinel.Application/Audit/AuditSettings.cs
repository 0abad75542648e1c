using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Audit;

/// <summary>How long the audit is kept.</summary>
/// <param name="RetentionDays">Days, 0 for ever; of every tenant that has no other number.</param>
/// <param name="Others">Days by tenant, 0 for ever.</param>
public sealed record AuditSettings(int RetentionDays, IReadOnlyDictionary<TenantId, int> Others)
{
    public const int DefaultRetentionDays = 400;

    /// <summary>A hundred years.</summary>
    public const int MaxRetentionDays = 36_500;

    /// <summary>The first day that this tenant's rows are kept of; null when all are.</summary>
    public DateOnly? FirstKept(TenantId tenant, DateTimeOffset now) => FirstKept(Others.GetValueOrDefault(tenant, RetentionDays), now);

    /// <summary>
    /// The first day that any tenant's rows are kept of, tenants still to come included; null when some tenant's are kept for ever.
    /// </summary>
    public DateOnly? FirstKeptOfAll(DateTimeOffset now) =>
        Others.Values.Append(RetentionDays).Contains(0) ? null : FirstKept(Others.Values.Append(RetentionDays).Max(), now);

    private static DateOnly? FirstKept(int days, DateTimeOffset now) =>
        days == 0 ? null : DateOnly.FromDateTime(now.UtcDateTime).AddDays(-days);
}
