using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Bans;

/// <summary>
/// The only way to change a user's ban, lift blocks or revoke sessions: load, decide, and commit by compare-and-set on the epoch, with
/// retries after conflicts.
/// </summary>
public sealed class UserCommits(ISessionStore store, HotPathBudget budget, PoliciesInForce policies, TimeProvider time)
{
    private const int MaxAttempts = 6;

    public async Task<Outcome<T>> Run<T>(
        Caller caller,
        UserId id,
        AuditKind kind,
        Decision decision,
        Func<UserState, DateTimeOffset, (UserState User, Outcome<T> Answer)> change,
        string target = "",
        string action = ""
    )
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            // Start the budget again after each conflict: hot state has answered, so time lost to other writers does not count.
            using var left = budget.Start(time);
            var now = StoredTime.Of(time.GetUtcNow());
            var loaded = await store.LoadUser(caller.Tenant, id, left.Token);
            var (next, answer) = change(loaded, now);
            // A signal that comes again changes nothing, and is told to nobody.
            if (!answer.Succeeded(out _, out _) || ReferenceEquals(next, loaded))
                return answer;
            var version = policies.Of(caller.Tenant).Version;
            var record = AuditRecord.Of(kind, caller.Tenant, id, SessionId.None, decision, now, version) with
            {
                Actor = caller.Key?.ToString() ?? "",
                Target = target,
                Action = action,
            };
            if (await store.CommitUser(new(next, loaded, record), left.Token))
                return answer;
        }

        return Fault.Contended;
    }
}
