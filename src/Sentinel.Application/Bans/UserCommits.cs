using Sentinel.Application.Audit;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Bans;

/// <summary>The one way to change a user's ban: load, decide, commit by compare-and-set on the epoch; and again while others get in between.</summary>
public sealed class UserCommits(ISessionStore store, HotPathBudget budget, Policy policy, TimeProvider time)
{
    private const int MaxAttempts = 6;

    /// <param name="tenant">Whose user it is.</param>
    /// <param name="id">The user.</param>
    /// <param name="kind">What is done.</param>
    /// <param name="decision">What it comes to.</param>
    /// <param name="change">The user's next state, or a fault.</param>
    public async Task<Outcome<Ban>> Run(
        TenantId tenant, UserId id, AuditKind kind, Decision decision, Func<UserState, DateTimeOffset, (UserState User, Outcome<Ban> Answer)> change)
    {
        using var left = budget.Start(time);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
            var loaded = await store.LoadUser(tenant, id, left.Token);
            var (next, answer) = change(loaded, now);
            if (!answer.Succeeded(out _, out _))
                return answer;
            var record = AuditRecord.Of(kind, tenant, id, SessionId.None, decision, now) with { PolicyVersion = policy.Version };
            if (await store.CommitUser(new(next, loaded, record), left.Token))
                return answer;
        }

        return Fault.Contended;
    }
}
