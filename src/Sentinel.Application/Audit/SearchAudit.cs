using FluentValidation;
using MediatR;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Audit;

/// <summary>One page of the audit, newest first. Members are as the caller wrote them; unset ones do not filter.</summary>
public sealed record SearchAudit(Caller Caller) : IRequest<Outcome<AuditPage>>
{
    public string? UserId { get; init; }

    public string? SessionId { get; init; }

    /// <summary>ALLOW, CHALLENGE or BLOCK.</summary>
    public string? Decision { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>The cursor that came with the page before.</summary>
    public string? Cursor { get; init; }

    public int Limit { get; init; }
}

public sealed class SearchAuditValidator : AbstractValidator<SearchAudit>
{
    public SearchAuditValidator()
    {
        RuleFor(q => q.UserId).Must(id => UserId.TryParse(id, out _)).When(q => q.UserId is not null)
            .OverridePropertyName("userId").WithMessage("must be 1–128 of [A-Za-z0-9._:@-]");
        RuleFor(q => q.SessionId).Must(id => SessionId.TryParse(id, out _)).When(q => q.SessionId is not null)
            .OverridePropertyName("sessionId").WithMessage("must be a session id");
        RuleFor(q => q.Decision).Must(decision => SearchAuditHandler.Parse(decision) is not null).When(q => q.Decision is not null)
            .OverridePropertyName("decision").WithMessage("must be ALLOW, CHALLENGE or BLOCK");
        RuleFor(q => q.Reason!).Matches("^[a-z]+\\.[a-z0-9_]{1,48}\\z").When(q => q.Reason is not null)
            .OverridePropertyName("reason").WithMessage("must be a reason code such as physics.key_hold");
        RuleFor(q => q).Must(q => q.From < q.To).When(q => q.From is not null && q.To is not null)
            .OverridePropertyName("to").WithMessage("must be later than from");
        RuleFor(q => q.Cursor).Must(cursor => AuditCursor.TryParse(cursor, out _)).When(q => q.Cursor is not null)
            .OverridePropertyName("cursor").WithMessage("must be the nextCursor of a page");
        RuleFor(q => q.Limit).InclusiveBetween(1, 200).OverridePropertyName("limit").WithMessage("must be from 1 to 200");
    }
}

internal sealed class SearchAuditHandler(IAuditLog audit) : IRequestHandler<SearchAudit, Outcome<AuditPage>>
{
    public async Task<Outcome<AuditPage>> Handle(SearchAudit query, CancellationToken cancellationToken) => await audit.Search(
        new()
        {
            Tenant = query.Caller.Tenant,
            User = UserId.TryParse(query.UserId, out var user) ? user : null,
            Session = SessionId.TryParse(query.SessionId, out var session) ? session : null,
            Decision = Parse(query.Decision),
            Reason = query.Reason,
            From = query.From,
            To = query.To,
            Before = AuditCursor.TryParse(query.Cursor, out var before) ? before : null,
            Limit = query.Limit,
        },
        cancellationToken);

    internal static Decision? Parse(string? word) => word switch
    {
        "ALLOW" => Decision.Allow,
        "CHALLENGE" => Decision.Challenge,
        "BLOCK" => Decision.Block,
        _ => null,
    };
}
