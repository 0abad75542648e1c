using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Bans;

/// <summary>Returns a user's present ban.</summary>
public sealed record GetBan(Caller Caller, string UserId) : IRequest<Outcome<Ban>>;

internal sealed class GetBanHandler(ISessionStore store, AdministrativeAudit audit, HotPathBudget budget, TimeProvider time)
    : IRequestHandler<GetBan, Outcome<Ban>>
{
    public async Task<Outcome<Ban>> Handle(GetBan query, CancellationToken cancellationToken)
    {
        if (!UserId.TryParse(query.UserId, out var id))
            return BanFaults.NotBanned;
        using var left = budget.Start(time);
        var user = await store.LoadUser(query.Caller.Tenant, id, left.Token);
        if (user.IsUnreadable)
            throw new HotStateUnavailableException("The stored user cannot be read. A new ban replaces it.");
        if (user.Ban is not { } ban || !ban.Stands(time.GetUtcNow()))
            return BanFaults.NotBanned;
        await audit.Reads(query.Caller, AuditKind.UserRead, id, "ban");
        return ban;
    }
}

internal static class BanFaults
{
    public static readonly Fault NotBanned = new(FaultKind.NotFound, "not_banned", "No ban of this user stands.");

    public static readonly Fault NotBlocked = new(
        FaultKind.NotFound,
        "not_blocked",
        "No block or failed challenge of this user is on record, or none on this device."
    );
}
