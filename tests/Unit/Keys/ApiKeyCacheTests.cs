using Sentinel.Application.Access;
using Sentinel.Application.ApiKeys;

namespace Sentinel.Unit.Tests;

/// <summary>A key's status on a node, by the node's snapshot and its age.</summary>
public sealed class ApiKeyCacheTests : IDisposable
{
    private readonly ApiKeyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Known_WhenUsable_IsItsCaller()
    {
        var made = await _bench.Created(Scopes.Ingest | Scopes.Server);
        var (status, caller, tenant) = _bench.Ring.Known(made.Text);
        Assert.Equal((ApiKeyStatus.Usable, ApiKeyBench.Tenant), (status, tenant));
        Assert.Equal(new Caller(ApiKeyBench.Tenant, Scopes.Ingest | Scopes.Server) { Key = made.Key.Id }, caller);
        Assert.Equal(ApiKeyStatus.Usable, (await _bench.Ring.Find(made.Key.Id)).Status);
    }

    [Fact]
    public async Task Known_WhenOnlyThePrefixIsRight_IsNot()
    {
        var made = await _bench.Created();
        Assert.Equal(ApiKeyStatus.Unknown, _bench.Status($"{made.Text[..12]}{ApiKeySecret.Mint().Text[12..]}"));
        Assert.Equal(ApiKeyStatus.Unknown, _bench.Status(made.Text[..^1]));
    }

    [Theory]
    [InlineData("a-key-that-an-operator-has-chosen"), InlineData("sk_abcdefgh_that-an-operator-has-chosen")]
    public async Task Known_WhenStoredWithoutAPrefix_IsFoundWhateverItLooksLike(string text)
    {
        await _bench.Store.Add(new(Guid.NewGuid(), ApiKeyBench.Tenant, ApiKeySecret.Hash(text), Scopes.Admin, _bench.Now), default);
        await _bench.Ring.Load(default);
        Assert.Equal(ApiKeyStatus.Usable, _bench.Status(text));
    }

    [Fact]
    public async Task Known_WhenExpiredOrRevoked_SaysWhich()
    {
        var (expiring, revoked) = (await _bench.Created(life: TimeSpan.FromMinutes(1)), await _bench.Created());
        await _bench.Revoke(revoked.Key.Id);
        Assert.Equal((ApiKeyStatus.Usable, ApiKeyStatus.Revoked), (_bench.Status(expiring.Text), _bench.Status(revoked.Text)));
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(ApiKeyStatus.Expired, _bench.Status(expiring.Text));
    }

    [Fact]
    public async Task Known_WhenColdStorageIsAway_GoesOnForAQuarterOfAnHour()
    {
        var (usable, revoked, expiring) = (
            await _bench.Created(),
            await _bench.Created(),
            await _bench.Created(life: TimeSpan.FromMinutes(1))
        );
        await _bench.Revoke(revoked.Key.Id);
        await _bench.Ring.Load(default);
        _bench.Store.IsAway = true;
        _bench.Time.Advance(TimeSpan.FromMinutes(15));
        await _bench.Ring.Refresh(default);
        Assert.Equal(ApiKeyStatus.Usable, _bench.Status(usable.Text));

        _bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(
            (ApiKeyStatus.Undecided, ApiKeyStatus.Undecided),
            (_bench.Status(usable.Text), (await _bench.Ring.Find(usable.Key.Id)).Status)
        );
        // A revoked or expired key stays so, however old the snapshot is.
        Assert.Equal((ApiKeyStatus.Revoked, ApiKeyStatus.Expired), (_bench.Status(revoked.Text), _bench.Status(expiring.Text)));

        _bench.Store.IsAway = false;
        await _bench.Ring.Refresh(default);
        Assert.Equal(ApiKeyStatus.Usable, _bench.Status(usable.Text));
    }

    [Fact]
    public async Task Find_WhenMadeElsewhereAMomentAgo_AsksAndKnows()
    {
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        var text = await _bench.MadeElsewhere();
        Assert.Equal((ApiKeyStatus.Unknown, ApiKeyStatus.Usable), (_bench.Status(text), await _bench.Found(text)));
    }

    [Fact]
    public async Task Find_WhenUnknownKeysPour_AsksForAllOfThemAtOnce()
    {
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        var mayEnd = new TaskCompletionSource();
        _bench.Store.ReadsMayEnd = mayEnd.Task;
        var findings = Enumerable.Range(0, 50).Select(_ => _bench.Found(ApiKeySecret.Mint().Text)).ToArray();
        mayEnd.SetResult();
        Assert.All(await Task.WhenAll(findings), status => Assert.Equal(ApiKeyStatus.Unknown, status));
        Assert.Equal(2, _bench.Store.Reads);
    }

    [Fact]
    public async Task Find_WhenTheLastReadBeganBeforeTheKeyCame_WaitsForTheNext()
    {
        _bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        var text = await _bench.MadeElsewhere();
        var finding = _bench.Found(text);
        Assert.Equal((false, 1), (finding.IsCompleted, _bench.Store.Reads));
        _bench.Time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal(ApiKeyStatus.Usable, await finding);
    }

    [Theory]
    [InlineData(1), InlineData(6), InlineData(3600)]
    public async Task Find_WhenUnknownAndColdStorageIsAway_IsUndecided(int seconds)
    {
        _bench.Store.IsAway = true;
        _bench.Time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(ApiKeyStatus.Undecided, await _bench.Found(ApiKeySecret.Mint().Text));
        Assert.Equal(ApiKeyStatus.Undecided, (await _bench.Ring.Find(Guid.NewGuid())).Status);
        var reads = _bench.Store.Reads;
        _bench.Time.Advance(ApiKeyCache.RefreshInterval - TimeSpan.FromMilliseconds(1));
        Assert.Equal(ApiKeyStatus.Undecided, await _bench.Found(ApiKeySecret.Mint().Text));
        Assert.Equal(reads, _bench.Store.Reads);

        _bench.Store.IsAway = false;
        _bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(ApiKeyStatus.Unknown, await _bench.Found(ApiKeySecret.Mint().Text));
    }

    [Fact]
    public async Task Find_WhenTheLastRefreshIsLongAgo_AsksAndDecides()
    {
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(ApiKeyStatus.Unknown, await _bench.Found(ApiKeySecret.Mint().Text));
    }

    [Fact]
    public async Task Find_WhenColdStorageDoesNotAnswer_IsUndecidedInTime()
    {
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        _bench.Store.ReadsMayEnd = new TaskCompletionSource().Task;
        var finding = _bench.Found(ApiKeySecret.Mint().Text);
        Assert.False(finding.IsCompleted);
        _bench.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(ApiKeyStatus.Undecided, await finding);
    }

    [Theory]
    [InlineData(""), InlineData("too-short-to-be-a-key"), InlineData(null)]
    public async Task Find_WhenItCannotBeAKey_IsUnknownAtOnce(string? text)
    {
        _bench.Store.IsAway = true;
        Assert.Equal(ApiKeyStatus.Unknown, await _bench.Found(text ?? new string('k', ApiKeySecret.Longest + 1)));
        Assert.Equal(1, _bench.Store.Reads);
    }

    [Fact]
    public async Task Learn_WhenAnOlderReadIsUnderWay_IsNotUndoneByIt()
    {
        var made = await _bench.Created();
        var mayEnd = new TaskCompletionSource();
        _bench.Store.ReadsMayEnd = mayEnd.Task;
        var read = _bench.Ring.Load(default);
        var revoke = _bench.Revoke(made.Key.Id);
        mayEnd.SetResult();
        await Task.WhenAll(read, revoke);
        Assert.Equal(ApiKeyStatus.Revoked, _bench.Status(made.Text));
    }

    [Fact]
    public async Task Lend_WhenColdStorageIsAwayForEver_StaysUsable()
    {
        var text = ApiKeySecret.Mint().Text;
        _bench.Ring.Lend(text, ApiKeyBench.Admin);
        _bench.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(new(ApiKeyStatus.Usable, ApiKeyBench.Admin), _bench.Ring.Known(text));
    }

    [Fact]
    public async Task Refresh_WhenAKeyWasUsed_WritesItOnceAMinute()
    {
        var (used, idle) = (await _bench.Created(), await _bench.Created());
        for (var second = 0; second < 150; second++)
        {
            _bench.Ring.Known(used.Text);
            if (second % 3 == 0) await _bench.Ring.Refresh(default);
            _bench.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.All(_bench.Store.Uses, use => Assert.Equal(used.Key.Id, use.Key));
        Assert.Equal(3, _bench.Store.Uses.Count);
        Assert.All(
            _bench.Store.Uses.Zip(_bench.Store.Uses.Skip(1)),
            pair => Assert.True(pair.Second.At - pair.First.At >= TimeSpan.FromMinutes(1))
        );
        Assert.Equal(ApiKeyStatus.Usable, _bench.Status(idle.Text));
    }

    [Fact]
    public async Task Find_WhenKnown_AllocatesNothing()
    {
        var made = await _bench.Created();
        for (var i = 0; i < 10; i++) await _bench.Ring.Find(made.Text);
        var least = long.MaxValue;
        // The runtime itself sometimes allocates.
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++) await _bench.Ring.Find(made.Text);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
