using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// Walks the hot path before the first request does: compiling it and loading the script takes longer than one command may, and the first
/// caller would be told that hot state is away. Its commit expects a state that cannot exist, so nothing is written.
/// </summary>
public sealed class HotStateWarmUp(
    ISessionStore store,
    IConnectionMultiplexer redis,
    HotStateOptions options,
    HotPathBudget budget,
    Policy policy,
    TimeProvider time
)
{
    private const int Rounds = 4;

    /// <summary>
    /// Keys that nothing else knows, with the lifetime, in ms, of what a crash leaves in them; the next start removes the rest.
    /// </summary>
    private static readonly RedisKey[] ThrownAway = ["{p000}:w:session", "{p000}:w:user", "{p000}:w:outbox", "{p000}:w:marker"];

    private const int Lifetime = 1_000;

    /// <summary>A hot state that is away is no reason not to start.</summary>
    public async Task Run()
    {
        if (options.Redis is null)
            await Write();
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

    /// <summary>
    /// The embedded server's writes are compiled in this process too: a commit that happens, on keys which are removed with the next
    /// command.
    /// </summary>
    private async Task Write()
    {
        var database = redis.GetDatabase();
        try
        {
            await database.KeyDeleteAsync(ThrownAway);
            await database.StringSetAsync(ThrownAway[^1], 1, TimeSpan.FromMilliseconds(Lifetime));
            var writing = database.ScriptEvaluateAsync(
                CommitScript.Commit, ThrownAway,
                ["", "", new byte[512], Lifetime, new byte[256], new byte[16], new byte[32], new byte[8], Lifetime, 1]);
            await Task.WhenAll(writing, database.KeyDeleteAsync(ThrownAway));
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // It is compiled by now, or the first caller waits for it as before.
        }
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
        var verdict = Verdicts.Current(session, user, Sensitivity.Medium, policy, now);
        var record = new AuditRecord
        {
            Verdict = verdict,
            DecidedAt = now,
            Kind = AuditKind.SessionOpened,
            Tenant = session.Tenant,
            User = session.User,
            Session = id,
            PreviousCommit = CommitId.New(),
        };
        await store.Commit(new(session, user, user, record), left.Token);
    }
}
