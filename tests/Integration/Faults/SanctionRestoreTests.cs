using Microsoft.Extensions.Time.Testing;
using Sentinel.Application.Users.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.HotState;
using StackExchange.Redis;

namespace Sentinel.Integration.Tests;

/// <summary>If a user is erased while their sanctions are published, only these are removed again.</summary>
public sealed class SanctionRestoreTests : IAsyncLifetime
{
    private readonly RedisServer server = new();
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private ConnectionMultiplexer redis = null!;
    private SanctionRestore restore = null!;
    private StoredSanctions banned = null!;

    private RedisKey Key => RedisKeys.User(banned.Tenant, Partition.Of(banned.Tenant, banned.User), banned.User);

    public async Task InitializeAsync()
    {
        await server.InitializeAsync();
        redis = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        restore = new(redis, new(), time);
        var now = time.GetUtcNow();
        var user = new UserState { Ban = new(now, now.AddHours(1)), SanctionsNumber = 1 };
        banned = new(TenantId.Default, UserId.Parse("u-1"), new(1, now.AddHours(1), UserCodec.EncodeLasting(user)));
    }

    public async Task DisposeAsync()
    {
        await redis.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Run_WhenTheUserIsErasedMeanwhile_LeavesNothing()
    {
        Assert.Equal(1, await Run(() => Task.CompletedTask));
        Assert.False(await redis.GetDatabase().KeyExistsAsync(Key));
    }

    [Fact]
    public async Task Run_WhenTheUserIsErasedAndBannedAgain_KeepsTheNewBan()
    {
        await Run(async () =>
        {
            await redis.GetDatabase().KeyDeleteAsync(Key);
            await redis.GetDatabase().HashSetAsync(
                Key, [new("e", UserCodec.EncodeEpoch(CommitId.New())), new("d", banned.Sanctions.Content)]);
        });
        Assert.True(await redis.GetDatabase().KeyExistsAsync(Key));
    }

    [Fact]
    public async Task Run_WhenTheSanctionsExpireMeanwhile_KeepsTheUser()
    {
        await Run(() =>
        {
            time.Advance(TimeSpan.FromHours(2));
            return Task.CompletedTask;
        });
        Assert.True(await redis.GetDatabase().KeyExistsAsync(Key));
    }

    /// <summary>Cold storage has the sanctions at the first read, and none at later reads.</summary>
    private Task<int> Run(Func<Task> meanwhile)
    {
        var reads = 0;
        return restore.Run(async () =>
        {
            if (reads++ == 0) return [banned];
            await meanwhile();
            return [];
        });
    }
}
