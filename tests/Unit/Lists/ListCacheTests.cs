using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sentinel.Application.Lists;
using Sentinel.Application.Lists.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>Which entries match a call, what a session remembers, and what a node knows.</summary>
public sealed class ListCacheTests : IDisposable
{
    private static readonly IPAddress Office = IPAddress.Parse("203.0.113.7"), Elsewhere = IPAddress.Parse("198.51.100.7");
    private static readonly UserId User = UserId.Parse("u-1");

    private readonly FakeTimeProvider _time = new(new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeListEntries _store = new();
    private readonly ListCache _cache;

    public ListCacheTests() => _cache = new(_store, new Places(), _time, NullLogger<ListCache>.Instance);

    private DateTimeOffset Now => _time.GetUtcNow();

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task Rule_WhenNoEntryMatches_IsThePolicyAndTheSessionThemselves()
    {
        await Known(
            Entry(ListEffect.Deny) with { User = UserId.Parse("u-2") }, Entry(ListEffect.Deny) with { Network = Net("192.0.2.0/24") });
        var session = Session();
        var (ruled, policy) = _cache.Rule(Policy.Default, session, Office, Now);
        Assert.Same(session, ruled);
        Assert.Same(Policy.Default, policy.Live);
        Assert.Same(Policy.Default, _cache.RuleOnce(Policy.Default, session, null, Now).Live);
    }

    [Fact]
    public async Task Rule_WhenSeveralConditionsAreGiven_NeedsAllOfThem()
    {
        await Known(Entry(ListEffect.Deny) with
        {
            User = User, Device = DeviceId.Of("laptop"), Network = Net("203.0.113.0/24"), Country = "NO",
        });
        Assert.True(Listed(Session(), Office).Denies);
        Assert.False(Listed(Session("phone"), Office).Denies);
        Assert.False(Listed(Session() with { User = UserId.Parse("u-2") }, Office).Denies);
        Assert.False(Listed(Session(), Elsewhere).Denies);
        Assert.False(Listed(Session(), IPAddress.Parse("203.0.113.200")).Denies, "no country is known of it");
        Assert.False(Listed(Session(), null).Denies);
        Assert.False(Listed(Session() with { Tenant = TenantId.Parse("other") }, Office).Denies);
    }

    [Theory]
    [InlineData("device"), InlineData("country"), InlineData("user")]
    public async Task Rule_WhenOneConditionHolds_Matches(string condition)
    {
        var entry = Entry(ListEffect.Snooze);
        await Known(condition switch
        {
            "device" => entry with { Device = DeviceId.Of("laptop") },
            "country" => entry with { Country = "NO" },
            _ => entry with { User = User },
        });
        Assert.True(Listed(Session(), Office).Snoozes);
        Assert.False(Listed(Session("phone") with { User = UserId.Parse("u-2") }, Elsewhere).Snoozes);
    }

    [Fact]
    public async Task Rule_WhenALaterCallHasNoAddress_GoesOnWithWhatTheLastOneMatched()
    {
        await Known(Entry(ListEffect.Deny) with { Network = Net("203.0.113.0/24") });
        var (there, _) = _cache.Rule(Policy.Default, Session(), Office, Now);
        Assert.Single(there.Lists.Networks);
        Assert.True(there.Lists.BarsTraining);
        Assert.True(Listed(there, null).Denies);
        Assert.True(_cache.RuleOnce(Policy.Default, there, null, Now).Live.Listed.Denies);
        // An evaluation's own address does not help, because it is not where the session is.
        Assert.True(_cache.RuleOnce(Policy.Default, there, Elsewhere, Now).Live.Listed.Denies);
        var (gone, _) = _cache.Rule(Policy.Default, there, Elsewhere, Now);
        Assert.Empty(gone.Lists.Networks);
        Assert.True(gone.Lists.BarsTraining);
        Assert.False(Listed(gone, null).Denies);
    }

    [Fact]
    public async Task RuleOnce_WhenTheCallComesFromElsewhere_IsNotExcusedByWhereTheSessionIs()
    {
        await Known(Entry(ListEffect.Allow) with { Network = Net("203.0.113.0/24") });
        var (there, _) = _cache.Rule(Policy.Default, Session(), Office, Now);
        Assert.True(_cache.RuleOnce(Policy.Default, there, null, Now).Live.Listed.Allows);
        Assert.False(_cache.RuleOnce(Policy.Default, there, Elsewhere, Now).Live.Listed.Allows);
        Assert.True(_cache.RuleOnce(Policy.Default, Session(), Office, Now).Live.Listed.Allows);
    }

    [Fact]
    public async Task Rule_WhenMoreEntriesMatchThanAreRemembered_RemembersTheStrictest()
    {
        await Known([
            .. Enumerable.Range(1, 20).Select(length => Entry(ListEffect.Allow) with { Network = Net($"{Masked(length)}/{length}") }),
            Entry(ListEffect.Deny) with { Network = Net("203.0.113.7") },
        ]);
        var (there, policy) = _cache.Rule(Policy.Default, Session(), Office, Now);
        Assert.Equal(ListTrace.MaxNetworks, there.Lists.Networks.Length);
        Assert.True(policy.Live.Listed is { Denies: true, Allows: true });
        Assert.True(Listed(there, null).Denies);

        static IPAddress Masked(int length) => new([(byte)(203 & (0xFF00 >> Math.Min(8, length))), 0, 0, 0]);
    }

    [Fact]
    public async Task Rule_WhenMoreEntriesMatchThanAreRemembered_CountsThemAllForTheCallItself()
    {
        string[] denied = ["context.new_device", "context.several_devices", "context.agent_changed", "pattern.replayed_input"];
        await Known([
            .. denied.Select(reason => Entry(ListEffect.Deny) with { Reason = reason, Network = Net("203.0.113.0/24") }),
            Entry(ListEffect.Allow) with { Country = "NO" },
            Entry(ListEffect.Snooze) with { Reason = "context.impossible_travel", Network = Net("203.0.113.7") },
        ]);
        var (there, policies) = _cache.Rule(Policy.Default, Session(), Office, Now);
        foreach (var listed in new[] { policies.Live.Listed, _cache.RuleOnce(Policy.Default, Session(), Office, Now).Live.Listed })
        {
            Assert.Equal(denied.Order(), listed.Denying.Codes().Select(code => code.Name).Order());
            Assert.Equal((true, "context.impossible_travel"), (listed.Allows, Assert.Single(listed.Snoozed.Codes()).Name));
        }

        var later = Listed(there, null);
        Assert.Equal((ListTrace.MaxNetworks, false, true), (later.Denying.Codes().Count, later.Allows, later.Snoozed.IsEmpty));
    }

    /// <summary>The odds are one in four thousand million for each pair of entries.</summary>
    [Fact]
    public async Task Rule_WhenTwoEntriesShareAKey_RemembersADenialAlone()
    {
        var allow = Entry(ListEffect.Allow) with { Network = Net("203.0.113.0/24") };
        await Known(allow);
        var (there, _) = _cache.Rule(Policy.Default, Session(), Office, Now);
        Assert.True(Listed(there, null).Allows);
        var twin = new Guid([.. Guid.CreateVersion7().ToByteArray()[..12], .. allow.Id.ToByteArray()[12..]]);
        await Known(Entry(ListEffect.Snooze) with { Id = twin, Network = Net("192.0.2.0/24") });
        Assert.Equal(Listing.None, Listed(there, null));
        Assert.True(Listed(there, Office).Allows, "the call itself tells which one matches");
        _store.Entries.RemoveAt(1);
        await Known(Entry(ListEffect.Deny) with { Id = twin, Network = Net("192.0.2.0/24"), CreatedAt = Now });
        Assert.True(Listed(there, null).Denies);
    }

    [Fact]
    public async Task Rule_WhenAnEntryExpires_EndsByTheClockWithoutARead()
    {
        await Known(Entry(ListEffect.Deny) with { User = User, ExpiresAt = Now.AddMinutes(1) });
        _store.IsAway = true;
        Assert.True(Listed(Session(), null).Denies);
        await _cache.Refresh(default);
        _time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromMilliseconds(1));
        Assert.True(Listed(Session(), null).Denies);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(Listed(Session(), null).Denies);
    }

    [Fact]
    public async Task Refresh_WhenNothingChanged_ReadsNothing()
    {
        await Known(Entry(ListEffect.Deny) with { User = User });
        await _cache.Refresh(default);
        Assert.Equal(1, _store.Reads);
        _store.Entries[0] = _store.Entries[0] with { EndedAt = Now };
        await _cache.Refresh(default);
        Assert.Equal(2, _store.Reads);
        Assert.False(Listed(Session(), null).Denies);
        _time.Advance(TimeSpan.FromMinutes(1));
        await _cache.Refresh(default);
        Assert.Equal(3, _store.Reads);
    }

    [Fact]
    public async Task Rule_WhenTheReasonIsOfALaterVersion_DoesNotCountWithoutIt()
    {
        await Known(Entry(ListEffect.Deny) with { Reason = "physics.not_yet", User = User });
        Assert.Equal(Listing.None, Listed(Session(), Office));
    }

    [Fact]
    public async Task Rule_WhenEntriesHaveReasons_KeepsThemApart()
    {
        await Known(
            Entry(ListEffect.Snooze) with { Reason = "context.impossible_travel", Network = Net("203.0.113.0/24") },
            Entry(ListEffect.Deny) with { Reason = "pattern.replayed_input" });
        var listed = Listed(Session(), Office);
        Assert.Equal((false, false, false), (listed.Denies, listed.Allows, listed.Snoozes));
        Assert.True(listed.Snoozed.Contains(DetectorCatalog.Reason("context.impossible_travel")!.Id));
        Assert.True(listed.Denying.Contains(DetectorCatalog.Reason("pattern.replayed_input")!.Id));
        Assert.Same(Ruled(Policy.Default).Live, Ruled(Policy.Default).Live);
        var pair = Ruled(new(Policy.Default, Policy.ZeroTrust));
        Assert.Same(Ruled(Policy.Default).Live, pair.Live);
        Assert.Equal((listed, "zero-trust"), (pair.Shadow!.Listed, pair.Shadow.Name));
        Assert.True(Listed(Session(), Elsewhere).Snoozed.IsEmpty);
    }

    [Fact]
    public async Task Rule_WhenNothingMatchesAmongTenThousandEntries_AllocatesNothing()
    {
        await Known([.. Many()]);
        var session = Session();
        _cache.Rule(Policy.Default, session, Office, Now);
        var now = Now;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) _cache.Rule(Policy.Default, session, Office, now);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>As many entries as a tenant may have, a third each of users, devices and networks of many lengths.</summary>
    internal static IEnumerable<ListEntry> Many()
    {
        var random = new Random(3);
        for (var i = 0; i < MakeListEntry.Most; i++)
        {
            var length = random.Next(12, 33);
            var bits = (uint)random.Next() & (uint.MaxValue << (32 - length)) & 0x7FFFFFFF;
            var entry = Entry(ListEffect.Deny);
            yield return (i % 3) switch
            {
                0 => entry with { User = UserId.Parse($"u-{1_000 + i}") },
                1 => entry with { Device = DeviceId.Of($"d-{i}") },
                _ => entry with { Network = Net($"{bits >> 24}.{bits >> 16 & 255}.{bits >> 8 & 255}.{bits & 255}/{length}") },
            };
        }
    }

    internal static ListEntry Entry(ListEffect effect) => new()
    {
        Id = Guid.CreateVersion7(),
        Tenant = TenantId.Default,
        Effect = effect,
        ExpiresAt = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero),
        Note = "a test",
        CreatedAt = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero),
    };

    internal static Network Net(string text) => Network.TryParse(text, out var network) ? network : throw new FormatException(text);

    private static SessionState Session(string device = "laptop") => SessionState.Open(
        TenantId.Default, User, Sitting.Id, DeviceId.Of(device), UserState.New, Policy.Default, Sitting.Opened);

    private async Task Known(params ListEntry[] entries)
    {
        _store.Entries.AddRange(entries);
        await _cache.Load(default);
    }

    private Listing Listed(SessionState session, IPAddress? address) =>
        _cache.Rule(Policy.Default, session, address, Now).Policies.Live.Listed;

    private PolicyPair Ruled(PolicyPair policies) => _cache.Rule(policies, Session(), Office, Now).Policies;

    private sealed class Places : IGeoLocator
    {
        public bool KnowsCountries => true;

        public Place? Find(IPAddress address) => null;

        public string? Country(IPAddress address) => address.Equals(Office) ? "NO" : address.Equals(Elsewhere) ? "SG" : null;
    }
}
