using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using MediatR;
using Sentinel.Application.Audit;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Evaluations;

/// <summary>Decides one action of a session. Never moves trust; audited like a batch. The same again under the same key is answered as the first was, for 24 h.</summary>
/// <param name="Caller">The site's back end.</param>
/// <param name="Session">Whose action.</param>
/// <param name="Action">What the user is about to do.</param>
/// <param name="Sensitivity">How much it could cost.</param>
/// <param name="Context">Where the action comes from: where that is not where the session is, this answer doubts, and nothing is kept of it.</param>
/// <param name="Key">The <c>Idempotency-Key</c>; null for none.</param>
public sealed record EvaluateAction(Caller Caller, SessionId Session, string? Action, Sensitivity? Sensitivity, ClientContext Context, string? Key = null) : IRequest<Outcome<Judgement>>;

public sealed class EvaluateActionValidator : AbstractValidator<EvaluateAction>
{
    public const string Header = "Idempotency-Key";

    public EvaluateActionValidator()
    {
        RuleFor(c => c.Action ?? "").Matches("^[A-Za-z0-9._:-]{1,64}\\z")
            .OverridePropertyName("action").WithMessage("must be 1–64 of [A-Za-z0-9._:-]");
        RuleFor(c => c.Sensitivity).Must(s => s is { } sensitivity && Enum.IsDefined(sensitivity))
            .OverridePropertyName("sensitivity").WithMessage("must be LOW, MEDIUM or HIGH");
        RuleFor(c => c.Context).SetValidator(new ClientContextValidator()).OverridePropertyName("context");
        RuleFor(c => c.Key!).Matches("^[!-~]{1,128}\\z").When(c => c.Key is not null)
            .OverridePropertyName(Header).WithMessage("must be 1–128 visible ASCII characters, such as a UUID, or left out");
    }
}

internal sealed class EvaluateActionHandler(SessionCommits commits, Degraded degraded, Policy policy) : IRequestHandler<EvaluateAction, Outcome<Judgement>>
{
    private static readonly Fault KeyReused = new(
        FaultKind.Invalid, "idempotency_key_reused", "This Idempotency-Key was used for another evaluation of the session. A key stands for one request: make a new one.")
    {
        Violations = [new(EvaluateActionValidator.Header, "must be new, or come with the same body as before")],
    };

    public async Task<Outcome<Judgement>> Handle(EvaluateAction command, CancellationToken cancellationToken)
    {
        var (caller, id, action, sensitivity, context, name) = command;
        try
        {
            return await commits.Run<Judgement>(caller.Tenant, id, null, (loaded, now) =>
            {
                if (loaded.Session is not { } session)
                    return Fault.SessionExpired;
                if (session.Ended)
                    return Fault.SessionEnded;
                if (session.Pace.IsFull(now, policy.CommitsPerSecond, policy.EvaluationBurst))
                    return SessionFaults.TooFast;

                var (next, verdict, challengeId) = StepUp.Evaluate(
                    session, loaded.User, sensitivity!.Value, context.Surroundings, policy, now, Guid.NewGuid());
                return Step<Judgement>.Write(
                    new(AuditKind.Evaluation, next, loaded.User, verdict) { Action = action!, Sensitivity = sensitivity.Value, ChallengeId = challengeId },
                    Judgement.Of(id, verdict) with { ChallengeId = challengeId });
            }, name is null ? null : Once(id, new(Hash(name), Hash(context == ClientContext.Unknown ? $"{sensitivity} {action}" : $"{sensitivity} {action} {context.IpAddress} {context.UserAgent}"))));
        }
        catch (HotStateUnavailableException)
        {
            return degraded.Challenge(caller.Tenant, UserId.Unknown, id);
        }
    }

    private static (IdempotencyKey Key, Func<Remembered, Outcome<Judgement>> Again) Once(SessionId session, IdempotencyKey key) =>
        (key, earlier => earlier.Content == key.Content ? Judgement.Of(session, earlier) : KeyReused);

    private static UInt128 Hash(string text) => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
