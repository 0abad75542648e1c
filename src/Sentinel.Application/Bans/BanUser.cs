using FluentValidation;
using MediatR;
using Sentinel.Application.Audit;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Bans;

/// <summary>Bans a user on every device, from the next decision on any node. A ban that stands already is replaced.</summary>
public sealed record BanUser(Caller Caller, string? UserId, DateTimeOffset? ExpiresAt) : IRequest<Outcome<Ban>>;

public sealed class BanUserValidator : AbstractValidator<BanUser>
{
    public BanUserValidator(TimeProvider time)
    {
        RuleFor(c => c.UserId).Must(id => UserId.TryParse(id, out _))
            .OverridePropertyName("userId").WithMessage("must be 1–128 of [A-Za-z0-9._:@-]");
        RuleFor(c => c.ExpiresAt).Must(at => at > time.GetUtcNow() && at < time.GetUtcNow() + Ban.ForGood).When(c => c.ExpiresAt is not null)
            .OverridePropertyName("expiresAt").WithMessage("must be in the future and within a hundred years, or left out for a ban for good");
    }
}

internal sealed class BanUserHandler(UserCommits commits) : IRequestHandler<BanUser, Outcome<Ban>>
{
    public Task<Outcome<Ban>> Handle(BanUser command, CancellationToken cancellationToken) => commits.Run(
        command.Caller.Tenant, UserId.Parse(command.UserId!), AuditKind.Ban, Decision.Block, (user, now) =>
        {
            var ban = new Ban(now, command.ExpiresAt ?? now + Ban.ForGood);
            return (user with { Ban = ban, IsUnreadable = false }, ban);
        });
}
