using System.Net;
using FluentValidation;
using MediatR;
using Sentinel.Application.Audit;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Sessions;

/// <summary>Opens a session for a user who has just logged in.</summary>
/// <param name="Caller">The site's back end.</param>
/// <param name="UserId">Who.</param>
/// <param name="DeviceId">On which device; null where the site does not know.</param>
/// <param name="IpAddress">The user's own address, as the site sees it; kept is a hash of its network, which whoever tries all networks can undo, and whole degrees.</param>
/// <param name="UserAgent">The browser's; only a hash is kept.</param>
public sealed record OpenSession(Caller Caller, string? UserId, string? DeviceId, string? IpAddress = null, string? UserAgent = null) : IRequest<Outcome<OpenedSession>>;

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
        RuleFor(c => c.IpAddress).Must(text => IPAddress.TryParse(text, out _)).When(c => c.IpAddress is not null)
            .OverridePropertyName("context.ipAddress").WithMessage("must be an IPv4 or IPv6 address, or left out");
        RuleFor(c => c.UserAgent!).Length(1, 1024).When(c => c.UserAgent is not null)
            .OverridePropertyName("context.userAgent").WithMessage("must be 1–1024 characters, or left out");
    }
}

internal sealed class OpenSessionHandler(SessionCommits commits, IIngestTokens tokens, IPlaces places, Degraded degraded, Policy policy, TimeProvider time)
    : IRequestHandler<OpenSession, Outcome<OpenedSession>>
{
    public async Task<Outcome<OpenedSession>> Handle(OpenSession command, CancellationToken cancellationToken)
    {
        var tenant = command.Caller.Tenant;
        var user = UserId.Parse(command.UserId!);
        var device = DeviceId.Of(command.DeviceId);
        var now = time.GetUtcNow();
        var id = SessionId.Mint(Partition.Of(tenant, user), now);
        var address = command.IpAddress is { } text ? IPAddress.Parse(text) : null;
        var surroundings = Surroundings.Of(address, command.UserAgent);
        var place = address is null ? null : places.Find(address);
        try
        {
            var opened = await commits.Run<Judgement>(tenant, id, user, (loaded, at) =>
            {
                if (!loaded.User.Knows(device) && loaded.User.Pace.IsFull(at, policy.OpeningsPerSecond, policy.OpeningBurst))
                    return SessionFaults.TooManyOpenings;
                var (session, next) = SessionStart.Open(tenant, user, id, device, surroundings, place, loaded.User, policy, at);
                var verdict = Verdicts.Standing(session, next, Sensitivity.Medium, policy, at);
                return Step<Judgement>.Write(new(AuditKind.SessionOpened, session, next, verdict), Judgement.Of(id, verdict));
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
