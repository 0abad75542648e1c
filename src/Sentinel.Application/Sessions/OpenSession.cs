using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Lists;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Sessions;

/// <summary>Opens a session for a user who has just logged in.</summary>
/// <param name="Caller">The site's back end.</param>
/// <param name="UserId">The user.</param>
/// <param name="DeviceId">The device; null if the site does not know it.</param>
/// <param name="Context">Where the user is.</param>
/// <param name="DeclaredAgent">The agent that acts for the user, which the site knows and has verified; null for people.</param>
public sealed record OpenSession(
    Caller Caller, string? UserId, string? DeviceId, ClientContext Context, string? DeclaredAgent = null)
    : IRequest<Outcome<OpenedSession>>;

/// <param name="DecisionResult">The present answer to a MEDIUM action.</param>
/// <param name="IngestToken">The browser's token for the batches of this session.</param>
/// <param name="ExpiresAt">When the token expires.</param>
public sealed record OpenedSession(DecisionResult DecisionResult, string IngestToken, DateTimeOffset ExpiresAt);

public sealed class OpenSessionValidator : AbstractValidator<OpenSession>
{
    public OpenSessionValidator()
    {
        RuleFor(c => c.UserId).Must(id => UserId.TryParse(id, out _))
            .WithMessage(UserId.Rule);
        RuleFor(c => c.DeviceId!).Length(1, 128).When(c => c.DeviceId is not null)
            .WithMessage("must be 1–128 characters, or left out");
        RuleFor(c => c.Context).SetValidator(new ClientContextValidator());
        RuleFor(c => c.DeclaredAgent).Must(AgentRules.IsName).When(c => c.DeclaredAgent is not null)
            .WithMessage("must be 1–64 of [a-z0-9._-], or left out");
    }
}

internal sealed class OpenSessionHandler(
    SessionCommits commits,
    IIngestTokens tokens,
    IGeoLocator geoLocator,
    Degraded degraded,
    ListCache lists,
    PoliciesInForce policies,
    TimeProvider time
) : IRequestHandler<OpenSession, Outcome<OpenedSession>>
{
    public async Task<Outcome<OpenedSession>> Handle(OpenSession command, CancellationToken cancellationToken)
    {
        var tenant = command.Caller.Tenant;
        var policy = policies.Of(tenant);
        var user = UserId.Parse(command.UserId!);
        var device = DeviceId.Of(command.DeviceId);
        var (now, address) = (time.GetUtcNow(), command.Context.Address);
        var grant = new IngestGrant(SessionId.Mint(Partition.Of(tenant, user), now), user, device, null)
        {
            ClientOrigin = command.Context.ClientOrigin,
            Place = address is null ? null : geoLocator.Find(address),
            DeclaredAgent = command.DeclaredAgent ?? "",
        };
        try
        {
            var opened = await commits.Open(tenant, grant, lists, address, policy);
            return opened.Succeeded(out var result, out var fault) ? WithToken(result, grant) : fault;
        }
        catch (HotStateUnavailableException away)
        {
            var answer = degraded.Answer(tenant, user, grant.Session, device, away.Last, address, grant.DeclaredAgent);
            return WithToken(answer, grant with { OpenedDegraded = now });
        }

        OpenedSession WithToken(DecisionResult result, IngestGrant grant)
        {
            var expires = now + policy.TokenLifetime;
            return new(result, tokens.Issue(tenant, grant, expires), expires);
        }
    }
}
