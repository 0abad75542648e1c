using FluentValidation;
using MediatR;
using Sentinel.Application.Audit;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Sessions;

/// <summary>Opens a session for a user who has just logged in.</summary>
public sealed record OpenSession(Caller Caller, string? UserId, string? DeviceId) : IRequest<Outcome<OpenedSession>>;

/// <param name="Judgement">What a MEDIUM action would be answered now.</param>
/// <param name="IngestToken">For the browser: good for the batches of this session alone.</param>
/// <param name="ExpiresAt">When the token expires.</param>
public sealed record OpenedSession(Judgement Judgement, string IngestToken, DateTimeOffset ExpiresAt);

public sealed class OpenSessionValidator : AbstractValidator<OpenSession>
{
    public OpenSessionValidator()
    {
        RuleFor(c => c.UserId).Must(id => UserId.TryParse(id, out _))
            .OverridePropertyName("userId").WithMessage("must be 1–128 of [A-Za-z0-9._:@-]");
        RuleFor(c => c.DeviceId!).Length(1, 128).When(c => c.DeviceId is not null)
            .OverridePropertyName("deviceId").WithMessage("must be 1–128 characters, or left out");
    }
}

internal sealed class OpenSessionHandler(SessionCommits commits, IIngestTokens tokens, Degraded degraded, Policy policy, TimeProvider time)
    : IRequestHandler<OpenSession, Outcome<OpenedSession>>
{
    public async Task<Outcome<OpenedSession>> Handle(OpenSession command, CancellationToken cancellationToken)
    {
        var tenant = command.Caller.Tenant;
        var user = UserId.Parse(command.UserId!);
        var device = DeviceId.Of(command.DeviceId);
        var now = time.GetUtcNow();
        var id = SessionId.Mint(Partition.Of(tenant, user), now);
        try
        {
            var opened = await commits.Run<Judgement>(tenant, id, user, (loaded, at) =>
            {
                var session = SessionState.Open(tenant, user, id, device, loaded.User, policy, at) with { CommitNumber = 1 };
                var verdict = Verdicts.Standing(session, loaded.User, Sensitivity.Medium, policy, at);
                return Step<Judgement>.Write(new(AuditKind.SessionOpened, session, loaded.User, verdict), Judgement.Of(id, verdict));
            });
            return opened.Succeeded(out var judgement, out var fault) ? WithToken(judgement, openedDegraded: null) : fault;
        }
        catch (HotStateUnavailableException)
        {
            return WithToken(degraded.Challenge(tenant, user, id), openedDegraded: now);
        }

        OpenedSession WithToken(Judgement judgement, DateTimeOffset? openedDegraded)
        {
            var expires = now + policy.TokenLifetime;
            return new(judgement, tokens.Issue(tenant, new(id, user, device, openedDegraded), expires), expires);
        }
    }
}
