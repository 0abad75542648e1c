using Sentinel.Application.Audit;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// Walks the hot path before the first request does: compiling it and loading the script takes longer than one command may, and the first
/// caller would be told that hot state is away. Its commit expects a state that cannot exist, so nothing is written.
/// </summary>
public sealed class HotStateWarmUp(ISessionStore store, HotPathBudget budget, Policy policy, TimeProvider time)
{
    private const int Rounds = 4;

    /// <summary>A hot state that is away is no reason not to start.</summary>
    public async Task Run()
    {
        for (var round = 0; round < Rounds; round++)
        {
            try
            {
                await Walk();
            }
            catch (HotStateUnavailableException)
            {
                // The next round, or the first caller, finds it again.
            }
        }

        await WalkWithoutTime();
    }

    /// <summary>The way out, which costs a hundred milliseconds when it is taken for the first time.</summary>
    private async Task WalkWithoutTime()
    {
        try
        {
            var id = SessionId.Mint(Partition.Of(TenantId.Default, UserId.Unknown), time.GetUtcNow());
            await store.Load(TenantId.Default, id, UserId.Unknown, new CancellationToken(canceled: true));
        }
        catch (HotStateUnavailableException)
        {
            // As it must.
        }
    }

    private async Task Walk()
    {
        using var left = budget.Start(time);
        var now = time.GetUtcNow();
        var id = SessionId.Mint(Partition.Of(TenantId.Default, UserId.Unknown), now);
        var user = (await store.Load(TenantId.Default, id, UserId.Unknown, left.Token)).User;
        var session = SessionState.Open(TenantId.Default, UserId.Unknown, id, DeviceId.None, user, policy, now);
        var verdict = Verdicts.Standing(session, user, Sensitivity.Medium, policy, now);
        var record = new AuditRecord
        {
            DecisionId = verdict.DecisionId,
            DecidedAt = now,
            Kind = AuditKind.SessionOpened,
            Tenant = session.Tenant,
            User = session.User,
            Session = id,
            Decision = verdict.Decision,
            PreviousCommit = CommitId.New(),
        };
        await store.Commit(new(session, user, user, record), left.Token);
    }
}
