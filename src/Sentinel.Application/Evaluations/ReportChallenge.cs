using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Lists;
using Sentinel.Application.Policies;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Evaluations;

/// <summary>Reports the outcome of a challenge. Idempotent: a repeat returns the same decision id.</summary>
public sealed record ReportChallenge(Caller Caller, SessionId Session, Guid ChallengeId, ChallengeOutcome? Outcome, string? Method)
    : IRequest<Outcome<DecisionResult>>;

public sealed class ReportChallengeValidator : AbstractValidator<ReportChallenge>
{
    public ReportChallengeValidator()
    {
        RuleFor(c => c.ChallengeId)
            .NotEmpty()
            .WithMessage("must be the id that an evaluation returned");
        RuleFor(c => c.Outcome)
            .Must(o => o is ChallengeOutcome.Passed or ChallengeOutcome.Failed)
            .WithMessage("must be PASSED or FAILED");
        RuleFor(c => c.Method ?? "")
            .Matches("^[A-Za-z0-9._:-]{1,64}\\z")
            .WithMessage("must be 1–64 of [A-Za-z0-9._:-], such as otp or webauthn");
    }
}

internal sealed class ReportChallengeHandler(SessionCommits commits, ListCache lists, PoliciesInForce policies)
    : IRequestHandler<ReportChallenge, Outcome<DecisionResult>>
{
    private static readonly Fault Unknown = new(
        FaultKind.NotFound,
        "challenge_unknown",
        "No such challenge of this session, or it is older than 15 minutes. Evaluate the action again."
    );

    private static readonly Fault Contradicted = new(
        FaultKind.Conflict,
        "challenge_reported",
        "This challenge was reported with the other outcome. Evaluate the action again for a new one."
    );

    public async Task<Outcome<DecisionResult>> Handle(ReportChallenge command, CancellationToken cancellationToken)
    {
        var (caller, id, challengeId, outcome, method) = command;
        var pair = policies.PairOf(caller.Tenant);
        var policy = pair.Live;
        return await commits.Run<DecisionResult>(caller.Tenant, id, null, (loaded, now) =>
        {
            if (loaded.Session is not { } session)
                return Fault.SessionExpired;
            if (session.IsOver(loaded.User))
                return Fault.SessionEnded;
            var listed = lists.RuleOnce(pair, session, null, now).Live;
            switch (StepUp.Report(session, loaded.User, challengeId, outcome!.Value, pair, now))
            {
                case ReportResult.Reported(var next, var user):
                    var verdict = Verdicts.Current(next, user, Sensitivity.Medium, listed, now);
                    return Step<DecisionResult>.Write(
                        new(AuditKind.Challenge, next, user, verdict)
                        {
                            Action = method!,
                            Actor = caller.Key?.ToString() ?? "",
                            Target = challengeId.ToString(),
                            ChallengeOutcome = outcome,
                        },
                        new(id, verdict) { DeclaredAgent = session.DeclaredAgent }
                    );
                case ReportResult.Repeated(var challenge):
                    var current = Verdicts.Current(session, loaded.User, Sensitivity.Medium, listed, now);
                    var first = DecisionIds.Of(id, challenge.ReportedBy, challenge.ReportedAt);
                    return Step<DecisionResult>.Reply(
                        new(id, current with { DecisionId = first }) { DeclaredAgent = session.DeclaredAgent });
                case ReportResult.Contradicted:
                    return Contradicted;
                default:
                    return Unknown;
            }
        });
    }
}
