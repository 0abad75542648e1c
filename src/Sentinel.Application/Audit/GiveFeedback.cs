using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Audit;

/// <summary>
/// Labels a decision or a session. A later label replaces it. Labels are for measuring and investigations; they do not change trust.
/// </summary>
public sealed record GiveFeedback(Caller Caller, Guid? DecisionId, string? SessionId, Label? Label) : IRequest<Outcome<Label>>;

public sealed class GiveFeedbackValidator : AbstractValidator<GiveFeedback>
{
    public GiveFeedbackValidator()
    {
        RuleFor(c => c.SessionId).Must((c, session) => session is null != c.DecisionId is null)
            .WithMessage("either decisionId or sessionId must be given, not both");
        RuleFor(c => c.Label).Must(label => label is { } given && Enum.IsDefined(given))
            .WithMessage("must be LEGITIMATE or FRAUD");
    }
}

internal sealed class GiveFeedbackHandler(IFeedback feedback, TimeProvider time) : IRequestHandler<GiveFeedback, Outcome<Label>>
{
    private static readonly Fault Unknown = new(
        FaultKind.NotFound,
        "decision_unknown",
        "The audit has no such decision or session. A row arrives about two seconds after its decision; if this is newer, send it again."
    );

    public async Task<Outcome<Label>> Handle(GiveFeedback command, CancellationToken cancellationToken)
    {
        SessionId? session = null;
        if (command.SessionId is { } text)
        {
            if (!Domain.Sessions.SessionId.TryParse(text, out var parsed))
                return Unknown;
            session = parsed;
        }

        var label = command.Label!.Value;
        if (!await feedback.Give(command.Caller.Tenant, session, command.DecisionId, label, time.GetUtcNow(), cancellationToken))
            return Unknown;
        Metrics.Labelled(label);
        return label;
    }
}
