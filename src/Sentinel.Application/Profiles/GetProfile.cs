using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Profiles.Records;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Profiles;

/// <summary>Returns what is known about a user: hot state, and what was learned.</summary>
public sealed record GetProfile(Caller Caller, string UserId) : IRequest<Outcome<UserProfile>>;

/// <param name="User">The user's hot state.</param>
/// <param name="Learnt">What was learned; null when nothing ever was.</param>
/// <param name="Ban">The ban that stands; null for none.</param>
public sealed record UserProfile(UserState User, Profile? Learnt, Ban? Ban);

internal sealed class GetProfileHandler(
    ISessionStore store,
    IProfiles profiles,
    AdministrativeAudit audit,
    HotPathBudget budget,
    TimeProvider time
) : IRequestHandler<GetProfile, Outcome<UserProfile>>
{
    public async Task<Outcome<UserProfile>> Handle(GetProfile query, CancellationToken cancellationToken)
    {
        if (!UserId.TryParse(query.UserId, out var id))
            return ProfileFaults.Unknown;
        using var left = budget.Start(time);
        var user = await store.LoadUser(query.Caller.Tenant, id, left.Token);
        var learnt = await profiles.Find(query.Caller.Tenant, id, cancellationToken);
        if (learnt is null && user == UserState.New)
            return ProfileFaults.Unknown;
        await audit.Reads(query.Caller, AuditKind.UserRead, id, "profile");
        return new UserProfile(user, learnt, user.Ban is { } ban && ban.Stands(time.GetUtcNow()) ? ban : null);
    }
}

internal static class ProfileFaults
{
    public static readonly Fault Unknown = new(FaultKind.NotFound, "user_unknown", "Nothing is known of this user.");

    public static readonly Fault NoSuchVersion = new(
        FaultKind.Conflict,
        "no_such_version",
        "There is no such version to go back to: it was never published, its content is not kept any more, or it was trained against "
            + "another population. See the profile's versions."
    );
}
