using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;

namespace Sentinel.Application.Audit;

/// <summary>Counts of decisions and reasons over a time; by default, over the last hour.</summary>
public sealed record SummariseAudit(Caller Caller) : AuditCriteria(Caller), IRequest<Outcome<SummaryOfTime>>
{
    /// <summary>Each row of the time is read.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(31);
}

/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Summary">The counts.</param>
public sealed record SummaryOfTime(DateTimeOffset From, DateTimeOffset To, AuditSummary Summary);

public sealed class SummariseAuditValidator : AbstractValidator<SummariseAudit>
{
    public SummariseAuditValidator(TimeProvider time)
    {
        Include(new AuditCriteriaValidator());
        RuleFor(q => q.From).Must((q, from) => (q.To ?? time.GetUtcNow()) - from <= SummariseAudit.Longest).When(q => q.From is not null)
            .WithMessage("must be at most 31 days before to, which is now if it is left out");
    }
}

internal sealed class SummariseAuditHandler(IAuditLog audit, TimeProvider time) : IRequestHandler<SummariseAudit, Outcome<SummaryOfTime>>
{
    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);

    public async Task<Outcome<SummaryOfTime>> Handle(SummariseAudit query, CancellationToken cancellationToken)
    {
        var to = query.To ?? time.GetUtcNow();
        var from = query.From ?? (to - DateTimeOffset.MinValue > Usual ? to - Usual : DateTimeOffset.MinValue);
        return new SummaryOfTime(from, to, await audit.Summarise(query.ToFilter() with { From = from, To = to }, cancellationToken));
    }
}
