using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Bans;

/// <summary>Bans a user on every device, from the next decision on any node. Replaces an existing ban.</summary>
/// <param name="Caller">An administrator.</param>
/// <param name="UserId">The user to ban.</param>
/// <param name="ExpiresAt">When the ban expires; null for a permanent ban.</param>
/// <param name="Permanent">
/// Whether the ban stays until it is lifted. It must be explicit, so that a forgotten end does not ban a user for good.
/// </param>
public sealed record BanUser(Caller Caller, string? UserId, DateTimeOffset? ExpiresAt, bool Permanent) : IRequest<Outcome<Ban>>;

public sealed class BanUserValidator : AbstractValidator<BanUser>
{
    public BanUserValidator(TimeProvider time)
    {
        RuleFor(c => c.UserId).Must(id => UserId.TryParse(id, out _)).WithMessage(UserId.Rule);
        RuleFor(c => c.ExpiresAt)
            .Must(at => at > time.GetUtcNow() && at < time.GetUtcNow() + Ban.ForGood)
            .When(c => c.ExpiresAt is not null)
            .WithMessage("must be in the future and within a hundred years");
        RuleFor(c => c.ExpiresAt)
            .Must((c, at) => at is null == c.Permanent)
            .WithMessage("either expiresAt or \"permanent\": true must be given, not both");
    }
}

internal sealed class BanUserHandler(UserCommits commits) : IRequestHandler<BanUser, Outcome<Ban>>
{
    public Task<Outcome<Ban>> Handle(BanUser command, CancellationToken cancellationToken) => commits.Run<Ban>(
        command.Caller, UserId.Parse(command.UserId!), AuditKind.Ban, Decision.Block, (user, now) =>
        {
            var ban = new Ban(now, command.ExpiresAt ?? now + Ban.ForGood);
            return (user with { Ban = ban, IsUnreadable = false }, ban);
        });
}
