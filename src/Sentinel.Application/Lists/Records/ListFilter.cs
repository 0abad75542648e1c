using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Lists.Records;

/// <summary>Which entries to list, newest first. Unset members do not filter; the others are compared exactly.</summary>
public sealed record ListFilter
{
    public required TenantId Tenant { get; init; }

    /// <summary>True for entries that have expired or were ended, false for live ones.</summary>
    public bool Ended { get; init; }

    public ListEffect? Effect { get; init; }

    public UserId? User { get; init; }

    public DeviceId? Device { get; init; }

    public Network? Network { get; init; }

    public string? Country { get; init; }

    public string? Reason { get; init; }

    /// <summary>The time now, which tells live entries from others.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The end of the page before.</summary>
    public AuditCursor? Before { get; init; }

    public int Limit { get; init; }
}

/// <param name="Items">The entries.</param>
/// <param name="Next">Null on the last page.</param>
public sealed record ListPage(IReadOnlyList<ListEntry> Items, AuditCursor? Next);

/// <summary>
/// Changes whenever an entry is made, ended or deleted: two that are equal mean the same entries, but for clocks that differ.
/// </summary>
/// <param name="Entries">How many entries are stored.</param>
/// <param name="Ended">How many of them were ended.</param>
/// <param name="Newest">When the newest was made; null for none.</param>
public readonly record struct ListEdition(int Entries, int Ended, DateTimeOffset? Newest);
