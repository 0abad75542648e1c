using MediatR;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Bans;

/// <summary>A user's ban as it stands.</summary>
public sealed record GetBan(Caller Caller, string UserId) : IRequest<Outcome<Ban>>;

internal sealed class GetBanHandler(ISessionStore store, HotPathBudget budget, TimeProvider time) : IRequestHandler<GetBan, Outcome<Ban>>
{
    public async Task<Outcome<Ban>> Handle(GetBan query, CancellationToken cancellationToken)
    {
        if (!UserId.TryParse(query.UserId, out var id))
            return BanFaults.NotBanned;
        using var left = budget.Start(time);
        var user = await store.LoadUser(query.Caller.Tenant, id, left.Token);
        if (user.IsUnreadable)
            throw new HotStateUnavailableException("What is stored of the user cannot be read. A ban that is made now replaces it.");
        return user.Ban is { } ban && ban.Stands(time.GetUtcNow()) ? ban : BanFaults.NotBanned;
    }
}

internal static class BanFaults
{
    public static readonly Fault NotBanned = new(FaultKind.NotFound, "not_banned", "No ban of this user stands.");
}
