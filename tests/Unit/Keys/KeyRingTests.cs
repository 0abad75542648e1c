using Sentinel.Application.Keys;
using Sentinel.Application.Ports;
using Sentinel.Application.Sessions;

namespace Sentinel.Unit.Tests.Keys;

/// <summary>What a node says of a key, by what it knows and how old that is.</summary>
public sealed class KeyRingTests : IDisposable
{
    private readonly KeyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Known_WhenUsable_IsItsCaller()
    {
        var made = await _bench.Created(Scopes.Ingest | Scopes.Server);
        var (standing, caller, tenant) = _bench.Ring.Known(made.Text);
        Assert.Equal((KeyStanding.Usable, KeyBench.Tenant), (standing, tenant));
        Assert.Equal(new Caller(KeyBench.Tenant, Scopes.Ingest | Scopes.Server) { Key = made.Key.Id }, caller);
        Assert.Equal(KeyStanding.Usable, (await _bench.Ring.Find(made.Key.Id)).Standing);
    }

    [Fact]
    public async Task Known_WhenOnlyThePrefixIsRight_IsNot()
    {
        var made = await _bench.Created();
        Assert.Equal(KeyStanding.Unknown, _bench.Standing($"{made.Text[..12]}{KeySecret.Mint().Text[12..]}"));
        Assert.Equal(KeyStanding.Unknown, _bench.Standing(made.Text[..^1]));
    }

    [Theory]
    [InlineData("a-key-that-an-operator-has-chosen"), InlineData("sk_abcdefgh_that-an-operator-has-chosen")]
    public async Task Known_WhenStoredWithoutAPrefix_IsFoundWhateverItLooksLike(string text)
    {
        await _bench.Store.Add(new(Guid.NewGuid(), KeyBench.Tenant, KeySecret.Hash(text), Scopes.Admin, _bench.Now), default);
        await _bench.Ring.Load(default);
        Assert.Equal(KeyStanding.Usable, _bench.Standing(text));
    }

    [Fact]
    public async Task Known_WhenExpiredOrRevoked_SaysWhich()
    {
        var (expiring, revoked) = (await _bench.Created(life: TimeSpan.FromMinutes(1)), await _bench.Created());
        await _bench.Revoke(revoked.Key.Id);
        Assert.Equal((KeyStanding.Usable, KeyStanding.Revoked), (_bench.Standing(expiring.Text), _bench.Standing(revoked.Text)));
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(KeyStanding.Expired, _bench.Standing(expiring.Text));
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
        Assert.Equal(KeyStanding.Usable, _bench.Standing(usable.Text));

        _bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(
            (KeyStanding.Undecided, KeyStanding.Undecided),
            (_bench.Standing(usable.Text), (await _bench.Ring.Find(usable.Key.Id)).Standing)
        );
        // What has ended stays ended: these are right however old the snapshot is.
        Assert.Equal((KeyStanding.Revoked, KeyStanding.Expired), (_bench.Standing(revoked.Text), _bench.Standing(expiring.Text)));

        _bench.Store.IsAway = false;
        await _bench.Ring.Refresh(default);
        Assert.Equal(KeyStanding.Usable, _bench.Standing(usable.Text));
    }

    [Fact]
    public async Task Find_WhenMadeElsewhereAMomentAgo_AsksAndKnows()
    {
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        var text = await _bench.MadeElsewhere();
        Assert.Equal((KeyStanding.Unknown, KeyStanding.Usable), (_bench.Standing(text), await _bench.Found(text)));
    }

    [Fact]
    public async Task Find_WhenUnknownKeysPour_AsksForAllOfThemAtOnce()
    {
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        var mayEnd = new TaskCompletionSource();
        _bench.Store.ReadsMayEnd = mayEnd.Task;
        var findings = Enumerable.Range(0, 50).Select(_ => _bench.Found(KeySecret.Mint().Text)).ToArray();
        mayEnd.SetResult();
        Assert.All(await Task.WhenAll(findings), standing => Assert.Equal(KeyStanding.Unknown, standing));
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
        Assert.Equal(KeyStanding.Usable, await finding);
    }

    [Theory]
    [InlineData(1), InlineData(6), InlineData(3600)]
    public async Task Find_WhenUnknownAndColdStorageIsAway_IsUndecided(int seconds)
    {
        _bench.Store.IsAway = true;
        _bench.Time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(KeyStanding.Undecided, await _bench.Found(KeySecret.Mint().Text));
        Assert.Equal(KeyStanding.Undecided, (await _bench.Ring.Find(Guid.NewGuid())).Standing);
        var reads = _bench.Store.Reads;
        _bench.Time.Advance(KeyRing.RefreshInterval - TimeSpan.FromMilliseconds(1));
        Assert.Equal(KeyStanding.Undecided, await _bench.Found(KeySecret.Mint().Text));
        Assert.Equal(reads, _bench.Store.Reads);

        _bench.Store.IsAway = false;
        _bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(KeyStanding.Unknown, await _bench.Found(KeySecret.Mint().Text));
    }

    [Fact]
    public async Task Find_WhenTheLastRefreshIsLongAgo_AsksAndDecides()
    {
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(KeyStanding.Unknown, await _bench.Found(KeySecret.Mint().Text));
    }

    [Fact]
    public async Task Find_WhenColdStorageDoesNotAnswer_IsUndecidedInTime()
    {
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        _bench.Store.ReadsMayEnd = new TaskCompletionSource().Task;
        var finding = _bench.Found(KeySecret.Mint().Text);
        Assert.False(finding.IsCompleted);
        _bench.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(KeyStanding.Undecided, await finding);
    }

    [Theory]
    [InlineData(""), InlineData("too-short-to-be-a-key"), InlineData(null)]
    public async Task Find_WhenItCannotBeAKey_IsUnknownAtOnce(string? text)
    {
        _bench.Store.IsAway = true;
        Assert.Equal(KeyStanding.Unknown, await _bench.Found(text ?? new string('k', KeySecret.Longest + 1)));
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
        Assert.Equal(KeyStanding.Revoked, _bench.Standing(made.Text));
    }

    [Fact]
    public async Task Lend_WhenColdStorageIsAwayForEver_StaysUsable()
    {
        var text = KeySecret.Mint().Text;
        _bench.Ring.Lend(text, KeyBench.Admin);
        _bench.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(new(KeyStanding.Usable, KeyBench.Admin), _bench.Ring.Known(text));
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
        Assert.Equal(KeyStanding.Usable, _bench.Standing(idle.Text));
    }

    [Fact]
    public async Task Find_WhenKnown_AllocatesNothing()
    {
        var made = await _bench.Created();
        for (var i = 0; i < 10; i++) await _bench.Ring.Find(made.Text);
        var least = long.MaxValue;
        // The runtime itself allocates now and then.
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++) await _bench.Ring.Find(made.Text);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
