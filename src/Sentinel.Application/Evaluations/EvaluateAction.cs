using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Lists;
using Sentinel.Application.Policies;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Evaluations;

/// <summary>
/// Decides one action of a session. It never moves trust and is audited like a batch. A repeat with the same key gets the same answer for
/// 24 h.
/// </summary>
/// <param name="Caller">The site's back end.</param>
/// <param name="Session">The session.</param>
/// <param name="Action">The action that the user is about to take.</param>
/// <param name="Sensitivity">How much the action could cost.</param>
/// <param name="Context">
/// Where the action comes from. A difference from the session's origin is evidence for this answer only and is not stored.
/// </param>
/// <param name="Key">The <c>Idempotency-Key</c>; null for none.</param>
public sealed record EvaluateAction(
    Caller Caller,
    SessionId Session,
    string? Action,
    Sensitivity? Sensitivity,
    ClientContext Context,
    string? Key = null
) : IRequest<Outcome<DecisionResult>>;

public sealed class EvaluateActionValidator : AbstractValidator<EvaluateAction>
{
    public const string Header = "Idempotency-Key";

    public EvaluateActionValidator()
    {
        RuleFor(c => c.Action ?? "").Matches("^[A-Za-z0-9._:-]{1,64}\\z")
            .WithMessage("must be 1–64 of [A-Za-z0-9._:-]");
        RuleFor(c => c.Sensitivity).Must(s => s is { } sensitivity && Enum.IsDefined(sensitivity))
            .WithMessage("must be LOW, MEDIUM or HIGH");
        RuleFor(c => c.Context).SetValidator(new ClientContextValidator());
        RuleFor(c => c.Key!).Matches("^[!-~]{1,128}\\z").When(c => c.Key is not null)
            .OverridePropertyName(Header).WithMessage("must be 1–128 visible ASCII characters, such as a UUID, or left out");
    }
}

internal sealed class EvaluateActionHandler(SessionCommits commits, Degraded degraded, ListCache lists, PoliciesInForce policies)
    : IRequestHandler<EvaluateAction, Outcome<DecisionResult>>
{
    private static readonly Fault KeyReused = new(
        FaultKind.Invalid,
        "idempotency_key_reused",
        "This Idempotency-Key was used for another evaluation of the session. A key stands for one request: make a new one."
    )
    {
        Violations = [new(EvaluateActionValidator.Header, "must be new, or come with the same body as before")],
    };

    public async Task<Outcome<DecisionResult>> Handle(EvaluateAction command, CancellationToken cancellationToken)
    {
        var (caller, id, action, sensitivity, context, name) = command;
        var (tenant, blocked, agent) = (caller.Tenant, false, "");
        var pair = policies.PairOf(tenant);
        var policy = pair.Live;
        var from = context == ClientContext.Unknown ? "" : $" {context.IpAddress} {context.UserAgent}";
        var key = name is null ? null : new IdempotencyKey(Hash(name), Hash($"{sensitivity} {action}{from}"));
        try
        {
            var outcome = await commits.Run(tenant, id, null, Decide, new()
            {
                Key = key,
                Again = earlier => earlier.Content == key!.Content ? DecisionResult.Of(id, earlier) : KeyReused,
                Contended = (read, now) => WithoutCommit(read, now, command, pair),
            });
            // A blocked session is answered BLOCK even when it is rate limited: a site may allow an action for which it gets no answer.
            return blocked && outcome.Fault == SessionFaults.TooFast ? degraded.Block(tenant, UserId.Unknown, id, agent) : outcome;
        }
        catch (HotStateUnavailableException away)
        {
            return degraded.Answer(
                tenant, UserId.Unknown, id, DeviceId.None, away.Last, context.Address, sensitivity: command.Sensitivity!.Value,
                action: command.Action!);
        }

        Step<DecisionResult> Decide(Loaded loaded, DateTimeOffset now)
        {
            if (loaded.Session is not { } session)
                return Fault.SessionExpired;
            if (session.IsOver(loaded.User))
                return Fault.SessionEnded;
            if (session.RateLimit.IsFull(now, policy.CommitsPerSecond, policy.EvaluationBurst))
            {
                agent = session.DeclaredAgent;
                var listed = lists.RuleOnce(pair, session, context.Address, now).Live;
                blocked = loaded.IsBlocked(session.Device, agent, listed, now, command.Sensitivity!.Value, command.Action!);
                return SessionFaults.TooFast;
            }

            var change = Evaluated(session, loaded.User, now, command, pair, Guid.NewGuid());
            return Step<DecisionResult>.Write(change, new DecisionResult(id, change.Verdict)
            {
                ChallengeId = change.ChallengeId,
                DeclaredAgent = session.DeclaredAgent,
            });
        }
    }

    private Change Evaluated(
        SessionState session, UserState user, DateTimeOffset now, EvaluateAction command, PolicyPair policies, Guid newChallenge)
    {
        var (sensitivity, origin) = (command.Sensitivity!.Value, command.Context.ClientOrigin);
        var listed = lists.RuleOnce(policies, session, command.Context.Address, now);
        var (next, verdict, challenge) = StepUp.Evaluate(session, user, sensitivity, origin, listed, now, newChallenge, command.Action!);
        return new(AuditKind.Evaluation, next, user, verdict)
        {
            Action = command.Action!,
            Sensitivity = sensitivity,
            ChallengeId = challenge,
        };
    }

    /// <summary>
    /// BLOCK needs no write. The answer names a challenge only if one is pending, and is not stored under the idempotency key.
    /// </summary>
    private (AuditRecord Record, DecisionResult Answer)? WithoutCommit(
        Loaded read, DateTimeOffset now, EvaluateAction command, PolicyPair policies)
    {
        if (read.User.IsUnreadable || read.Session is not { } session || session.IsOver(read.User))
            return null;
        var change = Evaluated(session, read.User, now, command, policies, Guid.Empty);
        if (change.Verdict.Decision != Decision.Block)
            return null;
        var record = change.ToRecord(Guid.CreateVersion7(now), policies.Live, now);
        var pending = change.ChallengeId == Guid.Empty ? null : change.ChallengeId;
        return (
            record,
            new DecisionResult(session.Id, change.Verdict with { DecisionId = record.DecisionId })
            {
                ChallengeId = pending,
                DeclaredAgent = session.DeclaredAgent,
            }
        );
    }

    private static UInt128 Hash(string text) => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
