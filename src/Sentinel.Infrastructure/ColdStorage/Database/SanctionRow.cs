using Sentinel.Application.Audit.Records;
using Sentinel.Application.Users.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>A row of the table sanctions: a user's newest strikes and ban that a drain has written.</summary>
public sealed class SanctionRow
{
    /// <summary>The longest lifetime to which <see cref="After"/> extends, from the change: as long as hot state keeps a user.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromDays(90);

    public required string Tenant { get; init; }

    public required string UserId { get; init; }

    public int Partition { get; init; }

    public long Number { get; init; }

    /// <summary>The time of the decision.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public required byte[] Content { get; init; }

    internal static SanctionRow Of(AuditRecord record) => new()
    {
        Tenant = record.Tenant.Value,
        UserId = record.User.Value,
        Partition = Domain.Sessions.Partition.Of(record.Tenant, record.User).Value,
        Number = record.Sanctions!.Number,
        ChangedAt = record.DecidedAt.ToUniversalTime(),
        ExpiresAt = record.Sanctions.ExpiresAt.ToUniversalTime(),
        Content = record.Sanctions.Content,
    };

    /// <summary>
    /// Extends the lifetime to that of the replaced rows: an older copy of hot state may contain them, such as a ban lifted since.
    /// </summary>
    internal SanctionRow After(IReadOnlyCollection<SanctionRow> replaced)
    {
        var (before, most) = (replaced.Max(row => row.ExpiresAt), ChangedAt + Most);
        var until = before < most ? before : most;
        return new()
        {
            Tenant = Tenant,
            UserId = UserId,
            Partition = Partition,
            Number = Number,
            ChangedAt = ChangedAt,
            ExpiresAt = until > ExpiresAt ? until : ExpiresAt,
            Content = Content,
        };
    }

    internal StoredSanctions ToKept() => new(TenantId.Parse(Tenant), Domain.Sessions.UserId.Parse(UserId), new(Number, ExpiresAt, Content));
}

/// <summary>The only row of the table hot_state: the last mark that every partition of hot state has had.</summary>
public sealed class HotStateRow
{
    public int Id { get; init; } = 1;

    public long Mark { get; init; }
}
