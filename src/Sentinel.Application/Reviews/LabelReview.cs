using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Reviews.Records;

namespace Sentinel.Application.Reviews;

/// <summary>Closes a case with a label, which becomes the label of its session. A later label replaces it.</summary>
/// <param name="Caller">Who labels.</param>
/// <param name="Id">The case.</param>
/// <param name="Label">LEGITIMATE or FRAUD.</param>
/// <param name="Note">Why, for colleagues.</param>
public sealed record LabelReview(Caller Caller, Guid Id, Label? Label, string? Note) : IRequest<Outcome<ReviewCase>>;

public sealed class LabelReviewValidator : AbstractValidator<LabelReview>
{
    private const int LongestNote = 1_000;

    public LabelReviewValidator()
    {
        RuleFor(c => c.Label).Must(label => label is { } given && Enum.IsDefined(given)).WithMessage("must be LEGITIMATE or FRAUD");
        RuleFor(c => c.Note!).MaximumLength(LongestNote).When(c => c.Note is not null)
            .WithMessage($"must have at most {LongestNote:N0} characters");
        RuleFor(c => c.Note!).Must(note => !note.Any(sign => char.IsControl(sign) && sign is not ('\n' or '\r' or '\t')))
            .When(c => c.Note is not null).WithMessage("must not have control characters other than line breaks and tabs");
    }
}

internal sealed class LabelReviewHandler(IReviews reviews, IFeedback feedback, AdministrativeAudit seen, TimeProvider time)
    : IRequestHandler<LabelReview, Outcome<ReviewCase>>
{
    public async Task<Outcome<ReviewCase>> Handle(LabelReview command, CancellationToken cancellationToken)
    {
        var (tenant, id, now, label) = (command.Caller.Tenant, command.Id, time.GetUtcNow(), command.Label!.Value);
        if (await reviews.Find(tenant, id, cancellationToken) is not { } open) return ReviewFaults.Unknown;
        await seen.Reads(command.Caller, AuditKind.AuditRead, open.User, "review", open.Session.Value);
        var by = ClaimReviewHandler.ActorOf(command.Caller);
        if (!await reviews.Close(tenant, id, by, label, command.Note ?? "", now, cancellationToken)) return ReviewFaults.Claimed;
        // What the case says now: if two label it at once, the session gets the label that stays.
        if (await reviews.Find(tenant, id, cancellationToken) is not { Label: { } stays } closed) return ReviewFaults.Unknown;
        await feedback.Give(tenant, closed.Session, null, stays, now, cancellationToken);
        Metrics.Labelled(label);
        return closed;
    }
}
