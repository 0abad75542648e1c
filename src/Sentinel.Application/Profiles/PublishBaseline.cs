using MediatR;
using Sentinel.Application.Audit;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Profiles;

/// <summary>Brings hot state to the baseline that cold storage says is published, or to none; every node scores with it from its next commit on.</summary>
public sealed record PublishBaseline(Guid User) : IRequest<Unit>;

/// <summary>
/// Hot state is loaded before cold storage is asked: whoever forgets or publishes meanwhile changes the epoch, and this commit fails and asks again. So the last word of
/// cold storage wins, and nothing that was forgotten comes back.
/// </summary>
internal sealed class PublishBaselineHandler(IProfiles profiles, ISessionStore store, HotPathBudget budget, Policy policy, TimeProvider time) : IRequestHandler<PublishBaseline, Unit>
{
    private const int MaxAttempts = 6;

    public async Task<Unit> Handle(PublishBaseline command, CancellationToken cancellationToken)
    {
        if (await profiles.Published(command.User, cancellationToken) is not { } known)
            return Unit.Value;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var loaded = await Load(known.Tenant, known.User);
            if (await profiles.Published(command.User, cancellationToken) is not { } published || IsThere(loaded, published.Baseline.Version))
                return Unit.Value;
            if (await Commit(published.Tenant, published.User, loaded, published.Baseline))
                return Unit.Value;
        }

        throw new HotStateUnavailableException("Others kept changing the user; the baseline is published at the next try.");
    }

    private async Task<UserState> Load(TenantId tenant, UserId user)
    {
        using var left = budget.Start(time);
        var loaded = await store.LoadUser(tenant, user, left.Token);
        return loaded.IsUnreadable ? throw new HotStateUnavailableException("What is stored of the user cannot be read, and a ban must not be overwritten.") : loaded;
    }

    private static bool IsThere(UserState user, int version) => user.BaselineVersion == version && !user.IsBlind;

    private async Task<bool> Commit(TenantId tenant, UserId user, UserState loaded, PublishedBaseline baseline)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var record = new AuditRecord
        {
            DecisionId = Guid.CreateVersion7(now),
            DecidedAt = now,
            Kind = baseline.Version > 0 ? AuditKind.Baseline : AuditKind.ProfileForgotten,
            Tenant = tenant,
            User = user,
            Session = SessionId.None,
            Decision = Decision.Allow,
            PolicyVersion = policy.Version,
            BaselineVersion = baseline.Version,
        };
        using var left = budget.Start(time);
        return await store.CommitUser(new(loaded, loaded, record) { Baseline = baseline }, left.Token);
    }
}
