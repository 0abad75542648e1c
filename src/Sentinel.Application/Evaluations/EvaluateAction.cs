using FluentValidation;
using MediatR;
using Sentinel.Application.Audit;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Evaluations;

/// <summary>Decides one action of a session. Never moves trust; audited like a batch.</summary>
public sealed record EvaluateAction(Caller Caller, SessionId Session, string? Action, Sensitivity? Sensitivity) : IRequest<Outcome<Judgement>>;

public sealed class EvaluateActionValidator : AbstractValidator<EvaluateAction>
{
    public EvaluateActionValidator()
    {
        RuleFor(c => c.Action ?? "").Matches("^[A-Za-z0-9._:-]{1,64}\\z")
            .OverridePropertyName("action").WithMessage("must be 1–64 of [A-Za-z0-9._:-]");
        RuleFor(c => c.Sensitivity).Must(s => s is { } sensitivity && Enum.IsDefined(sensitivity))
            .OverridePropertyName("sensitivity").WithMessage("must be LOW, MEDIUM or HIGH");
    }
}

internal sealed class EvaluateActionHandler(SessionCommits commits, Degraded degraded, Policy policy) : IRequestHandler<EvaluateAction, Outcome<Judgement>>
{
    public async Task<Outcome<Judgement>> Handle(EvaluateAction command, CancellationToken cancellationToken)
    {
        var (caller, id, action, sensitivity) = command;
        try
        {
            return await commits.Run<Judgement>(caller.Tenant, id, null, (loaded, now) =>
            {
                if (loaded.Session is not { } session)
                    return Fault.SessionExpired;
                if (session.Ended)
                    return Fault.SessionEnded;

                var (next, verdict, challengeId) = StepUp.Evaluate(
                    session, loaded.User, sensitivity!.Value, policy, now, Guid.NewGuid());
                return Step<Judgement>.Write(
                    new(AuditKind.Evaluation, next, loaded.User, verdict) { Action = action!, Sensitivity = sensitivity.Value },
                    Judgement.Of(id, verdict) with { ChallengeId = challengeId });
            });
        }
        catch (HotStateUnavailableException)
        {
            return degraded.Challenge(caller.Tenant, UserId.Unknown, id);
        }
    }
}
