using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;

namespace Sentinel.Application.Audit;

/// <summary>One page of the audit, newest first.</summary>
public sealed record SearchAudit(Caller Caller) : AuditCriteria(Caller), IRequest<Outcome<AuditPage>>
{
    /// <summary>The cursor of the previous page.</summary>
    public string? Cursor { get; init; }

    public int Limit { get; init; }
}

public sealed class SearchAuditValidator : AbstractValidator<SearchAudit>
{
    public SearchAuditValidator()
    {
        Include(new AuditCriteriaValidator());
        RuleFor(q => q.Cursor).Must(cursor => AuditCursor.TryParse(cursor, out _)).When(q => q.Cursor is not null)
            .WithMessage("must be the nextCursor of a page");
        RuleFor(q => q.Limit).InclusiveBetween(1, 200).WithMessage("must be from 1 to 200");
    }
}

internal sealed class SearchAuditHandler(IAuditLog audit, AdministrativeAudit seen) : IRequestHandler<SearchAudit, Outcome<AuditPage>>
{
    public async Task<Outcome<AuditPage>> Handle(SearchAudit query, CancellationToken cancellationToken)
    {
        var filter = query.ToFilter() with
        {
            Before = AuditCursor.TryParse(query.Cursor, out var before) ? before : null,
            Limit = query.Limit,
        };
        var page = await audit.Search(filter, cancellationToken);
        if (page.Items.Count > 0)
            await seen.Reads(
                query.Caller,
                AuditKind.AuditRead,
                filter.User ?? Domain.Sessions.UserId.Unknown,
                "search",
                filter.Session?.Value ?? ""
            );
        return page;
    }
}
