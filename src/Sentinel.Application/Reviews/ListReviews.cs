using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Reviews.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Reviews;

/// <summary>One page of the queue, newest first. Members hold the caller's text; unset ones do not filter.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="State">OPEN or DONE.</param>
/// <param name="Kind">BLOCK, FAILED_CHALLENGE or ALLOW.</param>
/// <param name="Reason">A reason code.</param>
/// <param name="Cursor">The cursor of the previous page.</param>
/// <param name="Limit">1–200.</param>
public sealed record ListReviews(Caller Caller, string? State, string? Kind, string? Reason, string? Cursor, int Limit)
    : IRequest<Outcome<ReviewPage>>
{
    public const string Open = "OPEN", Done = "DONE";
}

public sealed class ListReviewsValidator : AbstractValidator<ListReviews>
{
    public ListReviewsValidator()
    {
        RuleFor(q => q.State).Must(state => state is ListReviews.Open or ListReviews.Done).When(q => q.State is not null)
            .WithMessage("must be OPEN or DONE");
        RuleFor(q => q.Kind).Must(kind => WireWord.All<ReviewKind>().ContainsKey(kind!)).When(q => q.Kind is not null)
            .WithMessage("must be BLOCK, FAILED_CHALLENGE or ALLOW");
        RuleFor(q => q.Reason!).Matches("^[a-z]+\\.[a-z0-9_]{1,48}\\z").When(q => q.Reason is not null)
            .WithMessage("must be a reason code such as physics.key_hold");
        RuleFor(q => q.Cursor).Must(cursor => AuditCursor.TryParse(cursor, out _)).When(q => q.Cursor is not null)
            .WithMessage("must be the nextCursor of a page");
        RuleFor(q => q.Limit).InclusiveBetween(1, 200).WithMessage("must be from 1 to 200");
    }
}

internal sealed class ListReviewsHandler(IReviews reviews, AdministrativeAudit seen) : IRequestHandler<ListReviews, Outcome<ReviewPage>>
{
    public async Task<Outcome<ReviewPage>> Handle(ListReviews query, CancellationToken cancellationToken)
    {
        var page = await reviews.List(
            new()
            {
                Tenant = query.Caller.Tenant,
                Done = query.State == ListReviews.Done,
                Kind = query.Kind is { } kind ? WireWord.Parse<ReviewKind>(kind) : null,
                Reason = query.Reason,
                Before = AuditCursor.TryParse(query.Cursor, out var before) ? before : null,
                Limit = query.Limit,
            },
            cancellationToken);
        if (page.Items.Count > 0)
            await seen.Reads(query.Caller, AuditKind.AuditRead, UserId.Unknown, "review");
        return page;
    }
}
