using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Bans;

/// <summary>Lifts a user's ban. Strikes and latched blocks stay; see <see cref="LiftBlocks"/>.</summary>
public sealed record LiftBan(Caller Caller, string UserId) : IRequest<Outcome<Ban>>;

internal sealed class LiftBanHandler(UserCommits commits) : IRequestHandler<LiftBan, Outcome<Ban>>
{
    public async Task<Outcome<Ban>> Handle(LiftBan command, CancellationToken cancellationToken) =>
        UserId.TryParse(command.UserId, out var id)
            ? await commits.Run<Ban>(
                command.Caller,
                id,
                AuditKind.BanLifted,
                Decision.Allow,
                (user, now) => user.Ban is { } ban && ban.Stands(now) ? (user with { Ban = null }, ban) : (user, BanFaults.NotBanned)
            )
            : BanFaults.NotBanned;
}
