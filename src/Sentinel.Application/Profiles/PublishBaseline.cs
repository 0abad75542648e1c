using MediatR;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Profiles.Records;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Profiles;

/// <summary>
/// Brings hot state to the baseline that cold storage says is published, or to none; every node scores with it from its next commit on.
/// </summary>
/// <param name="User">The surrogate id.</param>
/// <param name="Always">
/// Also where hot state has that version already: whoever read another one before is then refused, and the audit has a row.
/// </param>
/// <param name="By">The key of the administrator who asks for it; null for none.</param>
public sealed record PublishBaseline(Guid User, bool Always = false, Guid? By = null) : IRequest<Unit>;

/// <summary>
/// Hot state is loaded before cold storage is asked, and cold storage is asked again after the commit: whoever forgets, rolls back or
/// publishes meanwhile changes the epoch or is seen then. So the last word of cold storage wins, and nothing that was forgotten comes back.
/// </summary>
internal sealed class PublishBaselineHandler(
    IProfiles profiles,
    ISessionStore store,
    HotPathBudget budget,
    Policy policy,
    TimeProvider time
) : IRequestHandler<PublishBaseline, Unit>
{
    private const int MaxAttempts = 6;

    public async Task<Unit> Handle(PublishBaseline command, CancellationToken cancellationToken)
    {
        if (await profiles.Published(command.User, cancellationToken) is not { } known)
            return Unit.Value;
        var done = false;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var loaded = await Load(known.Tenant, known.User);
            if (await profiles.Published(command.User, cancellationToken) is not { } published)
            {
                // Erased meanwhile: what this publication has brought back goes again, and so does its record.
                if (done)
                {
                    var erasedAt = (await profiles.Forget(known.Tenant, known.User, erase: true, cancellationToken)).At;
                    using var left = budget.Start(time);
                    await store.Erase(known.Tenant, known.User, erasedAt, left.Token);
                }

                return Unit.Value;
            }

            var version = published.Baseline.Version;
            var isThere = loaded.BaselineVersion == version && !loaded.IsBlind;
            if (isThere && (done || !command.Always))
                return Unit.Value;
            done |= await Commit(published.Tenant, published.User, loaded, published.Baseline, command.By);
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
        var record = AuditRecord.Of(kind, tenant, user, SessionId.None, Decision.Allow, now, policy.Version, baseline.Version) with
        {
            Actor = by?.ToString() ?? "",
        };
        using var left = budget.Start(time);
        return await store.CommitUser(new(loaded, loaded, record) { Baseline = baseline }, left.Token);
    }
}
