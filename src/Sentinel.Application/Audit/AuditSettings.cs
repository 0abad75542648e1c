using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Audit;

/// <summary>How long the audit is kept.</summary>
/// <param name="RetentionDays">Days, 0 for no limit; for every tenant without a number in <paramref name="Others"/>.</param>
/// <param name="Others">Days by tenant, 0 for no limit.</param>
public sealed record AuditSettings(int RetentionDays, IReadOnlyDictionary<TenantId, int> Others)
{
    public const int DefaultRetentionDays = 400;

    /// <summary>A hundred years.</summary>
    public const int MaxRetentionDays = 36_500;

    /// <summary>The first day whose rows are kept for this tenant; null when all are kept.</summary>
    public DateOnly? FirstKept(TenantId tenant, DateTimeOffset now) => FirstKept(Others.GetValueOrDefault(tenant, RetentionDays), now);

    /// <summary>The first day whose rows any tenant keeps, including future tenants; null when a tenant keeps rows without limit.</summary>
    public DateOnly? FirstKeptOfAll(DateTimeOffset now) =>
        Others.Values.Append(RetentionDays).Contains(0) ? null : FirstKept(Others.Values.Append(RetentionDays).Max(), now);

    private static DateOnly? FirstKept(int days, DateTimeOffset now) =>
        days == 0 ? null : DateOnly.FromDateTime(now.UtcDateTime).AddDays(-days);
}
