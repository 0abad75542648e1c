using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Audit.Records;

/// <summary>Which rows to return; unset members do not filter.</summary>
public sealed record AuditFilter
{
    public required TenantId Tenant { get; init; }

    public UserId? User { get; init; }

    public SessionId? Session { get; init; }

    public Decision? Decision { get; init; }

    /// <summary>The wire name of a reason that the row must have.</summary>
    public string? Reason { get; init; }

    public AuditKind? Kind { get; init; }

    /// <summary>The agent that was declared for the row's session.</summary>
    public string? DeclaredAgent { get; init; }

    /// <summary>The label of the row's decision or of its session.</summary>
    public Label? Label { get; init; }

    /// <summary>Inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only rows older than this one.</summary>
    public AuditCursor? Before { get; init; }

    /// <summary>1..1000.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>A row's position in the order newest first. As text, its milliseconds and its id.</summary>
public readonly record struct AuditCursor(DateTimeOffset DecidedAt, Guid DecisionId)
{
    private const long LastMillisecond = 253_402_300_799_999;

    public static bool TryParse([NotNullWhen(true)] string? text, out AuditCursor cursor)
    {
        cursor = default;
        var dash = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        if (dash < 1
            || !long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at > LastMillisecond
            || !Guid.TryParseExact(text.AsSpan(dash + 1), "N", out var id))
            return false;
        cursor = new(DateTimeOffset.FromUnixTimeMilliseconds(at), id);
        return true;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{DecidedAt.ToUnixTimeMilliseconds()}-{DecisionId:N}");
}

/// <param name="Items">At most the filter's limit.</param>
/// <param name="Next">Where the next page starts; null on the last.</param>
public sealed record AuditPage(IReadOnlyList<AuditRecord> Items, AuditCursor? Next);
