using FluentValidation;
using MediatR;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;

namespace Sentinel.Application.Audit;

/// <summary>One page of the audit, newest first.</summary>
public sealed record SearchAudit(AuditFilter Filter) : IRequest<Outcome<AuditPage>>;

public sealed class SearchAuditValidator : AbstractValidator<SearchAudit>
{
    public SearchAuditValidator()
    {
        RuleFor(q => q.Filter.Limit).InclusiveBetween(1, 200).OverridePropertyName("limit").WithMessage("must be from 1 to 200");
        RuleFor(q => q.Filter.Reason!).Matches("^[a-z]+\\.[a-z0-9_]{1,48}\\z").When(q => q.Filter.Reason is not null)
            .OverridePropertyName("reason").WithMessage("must be a reason code such as physics.key_hold");
        RuleFor(q => q.Filter).Must(f => f.From < f.To).When(q => q.Filter.From is not null && q.Filter.To is not null)
            .OverridePropertyName("to").WithMessage("must be later than from");
    }
}

internal sealed class SearchAuditHandler(IAuditLog audit) : IRequestHandler<SearchAudit, Outcome<AuditPage>>
{
    public async Task<Outcome<AuditPage>> Handle(SearchAudit query, CancellationToken cancellationToken) =>
        await audit.Search(query.Filter, cancellationToken);
}
