using Sentinel.Application.Audit.Records;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Application.Profiles.Records;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Profiles;

/// <summary>
/// Loads hot state before it reads cold storage, and reads cold storage again after the commit. A concurrent deletion, rollback or
/// publication changes the epoch or is seen by the second read. So cold storage always wins, and a deleted baseline does not return.
/// </summary>
internal sealed class BaselinePublisher(
    IProfiles profiles,
    ISessionStore store,
    HotPathBudget budget,
    PoliciesInForce policies,
    TimeProvider time
)
{
    private const int MaxAttempts = 6;

    public async Task Publish(Guid user, bool always, Guid? by, CancellationToken cancel)
    {
        if (await profiles.Published(user, cancel) is not { } known)
            return;
        var done = false;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var loaded = await Load(known.Tenant, known.User);
            if (await profiles.Published(user, cancel) is not { } published)
            {
                // The user was erased meanwhile: erase what this publication wrote, and its record.
                if (done)
                {
                    var erasedAt = (await profiles.Forget(known.Tenant, known.User, erase: true, cancel)).At;
                    using var left = budget.Start(time);
                    await store.Erase(known.Tenant, known.User, erasedAt, left.Token);
                }

                return;
            }

            var version = published.Baseline.Version;
            var isThere = loaded.BaselineVersion == version && !loaded.IsBlind;
            if (isThere && (done || !always))
                return;
            done |= await Commit(published.Tenant, published.User, loaded, published.Baseline, by);
        }

        throw new HotStateUnavailableException("Others kept changing the user; the baseline is published at the next try.");
    }

    private async Task<UserState> Load(TenantId tenant, UserId user)
    {
        using var left = budget.Start(time);
        var loaded = await store.LoadUser(tenant, user, left.Token);
        return loaded.IsUnreadable
            ? throw new HotStateUnavailableException("What is stored of the user cannot be read, and a ban must not be overwritten.")
            : loaded;
    }

    private async Task<bool> Commit(TenantId tenant, UserId user, UserState loaded, PublishedBaseline baseline, Guid? by)
    {
        var kind = baseline.Version > 0 ? AuditKind.Baseline : AuditKind.ProfileForgotten;
        var now = time.GetUtcNow();
        var version = policies.Of(tenant).Version;
        var record = AuditRecord.Of(kind, tenant, user, SessionId.None, Decision.Allow, now, version, baseline.Version) with
        {
            Actor = by?.ToString() ?? "",
        };
        using var left = budget.Start(time);
        return await store.CommitUser(new(loaded, loaded, record) { Baseline = baseline }, left.Token);
    }
}
