using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Bans;

/// <summary>
/// Ends all of a user's sessions, after a new password or a sign-out everywhere, and takes back what earlier ones had proven; see
/// <see cref="UserState.Revoke"/>. A second call ends what was opened since.
/// </summary>
/// <param name="Caller">A tenant's back end, an administrator, or the transmitter of a signal.</param>
/// <param name="UserId">The user. Nobody needs to know the user: a token of an opening without hot state is revoked too.</param>
public sealed record RevokeSessions(Caller Caller, string UserId) : IRequest<Outcome<DateTimeOffset>>
{
    /// <summary>Sessions that were opened until then are over, and later ones go on; null for now. A time to come is now.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The transmitter that reported it, and its event, for the audit; empty for a call.</summary>
    public (string Transmitter, string Event) Signal { get; init; } = ("", "");
}

public sealed class RevokeSessionsValidator : AbstractValidator<RevokeSessions>
{
    public RevokeSessionsValidator() => RuleFor(c => c.UserId)
        .Must(id => UserId.TryParse(id, out var user) && user != UserId.Unknown).WithMessage(UserId.Rule);
}

internal sealed class RevokeSessionsHandler(UserCommits commits) : IRequestHandler<RevokeSessions, Outcome<DateTimeOffset>>
{
    /// <returns>Until when sessions are revoked.</returns>
    public Task<Outcome<DateTimeOffset>> Handle(RevokeSessions command, CancellationToken cancellationToken) =>
        commits.Run<DateTimeOffset>(
            command.Caller, UserId.Parse(command.UserId), AuditKind.SessionsRevoked, Decision.Allow,
            (user, now) =>
            {
                if (user.IsUnreadable)
                    throw new HotStateUnavailableException("The stored user cannot be read. A new ban replaces it.");
                var revoked = user.Revoke(command.Until < now ? command.Until.Value : user.OpensAt(now));
                return (revoked, revoked.RevokedAt!.Value);
            },
            command.Signal.Transmitter, command.Signal.Event);
}
