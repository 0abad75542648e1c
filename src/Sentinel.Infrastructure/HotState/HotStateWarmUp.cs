using Sentinel.Application.Audit.Records;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// Runs the hot path before the first request. Compiling it and loading the script takes longer than one command may, so the first request
/// would fail. The commit expects an impossible state, so it writes nothing.
/// </summary>
public sealed class HotStateWarmUp(
    ISessionStore store,
    IConnectionMultiplexer redis,
    HotStateOptions options,
    HotPathBudget budget,
    PoliciesInForce policies,
    TimeProvider time
)
{
    private const int Rounds = 4;

    /// <summary>
    /// Keys that are used here only. What a crash leaves in them expires after <see cref="Lifetime"/> ms; the next start removes the rest.
    /// </summary>
    private static readonly RedisKey[] ThrownAway = ["{p000}:w:session", "{p000}:w:user", "{p000}:w:outbox", "{p000}:w:marker"];

    private const int Lifetime = 1_000;

    /// <summary>If hot state is away, the start continues.</summary>
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
                // The next round or the first request tries again.
            }
        }

        await WalkWithoutTime();
    }

    /// <summary>
    /// Also compiles the embedded server's writes, in this process: a real commit, on keys that the next command removes.
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
                ["", "", new byte[512], Lifetime, new byte[256], new byte[16], new byte[32], new byte[8], Lifetime, 1, 0, 0,
                    new byte[SketchMemory.EntryLength], 1, SketchMemory.EntryLength, SketchMemory.Kept, 0]);
            await Task.WhenAll(writing, database.KeyDeleteAsync(ThrownAway));
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // It is compiled by now; if not, the first request is slower.
        }
    }

    /// <summary>Runs the timeout path, whose first use costs a hundred milliseconds.</summary>
    private async Task WalkWithoutTime()
    {
        try
        {
            var id = SessionId.Mint(Partition.Of(TenantId.Default, UserId.Unknown), time.GetUtcNow());
            await store.Load(TenantId.Default, id, UserId.Unknown, new CancellationToken(canceled: true));
        }
        catch (HotStateUnavailableException)
        {
            // Expected.
        }
    }

    private async Task Walk()
    {
        using var left = budget.Start(time);
        var now = time.GetUtcNow();
        var id = SessionId.Mint(Partition.Of(TenantId.Default, UserId.Unknown), now);
        var user = (await store.Load(TenantId.Default, id, UserId.Unknown, left.Token)).User;
        var policy = policies.Of(TenantId.Default);
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
