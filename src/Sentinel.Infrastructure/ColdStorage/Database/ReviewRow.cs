using Sentinel.Application.Audit.Records;
using Sentinel.Application.Reviews.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>A row of the table reviews. <see cref="ReviewCase"/> documents the members.</summary>
public sealed class ReviewRow
{
    public required string Tenant { get; init; }

    public Guid Id { get; init; }

    public DateTimeOffset DecidedAt { get; init; }

    public ReviewKind Kind { get; init; }

    public required string UserId { get; init; }

    public required string SessionId { get; init; }

    public required string Reason { get; init; }

    public string ClaimedBy { get; init; } = "";

    public DateTimeOffset? ClaimedUntil { get; init; }

    public Label? Label { get; init; }

    public string LabelledBy { get; init; } = "";

    public DateTimeOffset? LabelledAt { get; init; }

    public string Note { get; init; } = "";

    internal static ReviewRow Of(ReviewCase opened) => new()
    {
        Tenant = opened.Tenant.Value,
        Id = opened.Id,
        DecidedAt = opened.DecidedAt,
        Kind = opened.Kind,
        UserId = opened.User.Value,
        SessionId = opened.Session.Value,
        Reason = opened.Reason,
    };

    internal ReviewCase ToCase() => new()
    {
        Tenant = TenantId.Parse(Tenant),
        Id = Id,
        DecidedAt = DecidedAt,
        Kind = Kind,
        User = Domain.Sessions.UserId.Parse(UserId),
        Session = Domain.Sessions.SessionId.ParseOrNone(SessionId),
        Reason = Reason,
        ClaimedBy = ClaimedBy,
        ClaimedUntil = ClaimedUntil,
        Label = Label,
        LabelledBy = LabelledBy,
        LabelledAt = LabelledAt,
        Note = Note,
    };
}
