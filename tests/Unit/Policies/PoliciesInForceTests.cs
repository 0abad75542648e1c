using Microsoft.Extensions.Logging;
using Sentinel.Application.Policies;
using Sentinel.Application.Policies.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>What a node scores by, as cold storage changes.</summary>
public sealed class PoliciesInForceTests : IDisposable
{
    private static readonly TenantId One = TenantId.Parse("one"), Other = TenantId.Parse("other");

    private readonly FakePolicies _store = new();
    private readonly Lines _log = new();
    private readonly PoliciesInForce _policies;

    public PoliciesInForceTests() => _policies = new(_store, new(Policy.LowFriction), _log);

    public void Dispose() => _policies.Dispose();

    [Fact]
    public async Task Load_WhenALiveVersionCannotBeRead_KeepsTheOneBeforeAndOtherTenantsFollow()
    {
        await Stored([Version(One, 4, PolicyState.Live), Version(One, 5, PolicyState.Shadow), Version(Other, 4, PolicyState.Live)]);
        await Stored([Version(One, 7, PolicyState.Shadow), Version(Other, 6, PolicyState.Live)], Lost("one", 6, PolicyState.Live));
        Assert.Equal((4, 7), (_policies.PairOf(One).Live.Version, _policies.PairOf(One).Shadow?.Version));
        Assert.Equal(6, _policies.Of(Other).Version);
        Assert.False(_policies.AreComplete);

        await Stored([Version(One, 6, PolicyState.Live)]);
        Assert.Equal(6, _policies.Of(One).Version);
        Assert.True(_policies.AreComplete);
    }

    [Fact]
    public async Task Load_WhenNoLiveVersionWasKnownBefore_IsThePreset()
    {
        await Stored([Version(Other, 4, PolicyState.Live)], Lost("one", 4, PolicyState.Live));
        Assert.Same(Policy.LowFriction, _policies.Of(One));
        Assert.Equal(4, _policies.Of(Other).Version);
    }

    [Fact]
    public async Task Load_WhenAShadowCannotBeRead_HasNone()
    {
        await Stored([Version(One, 4, PolicyState.Live), Version(One, 5, PolicyState.Shadow)]);
        await Stored([Version(One, 4, PolicyState.Live)], Lost("one", 6, PolicyState.Shadow), Lost("not a tenant", 4, PolicyState.Live));
        Assert.Equal((4, null), (_policies.PairOf(One).Live.Version, _policies.PairOf(One).Shadow));
    }

    [Fact]
    public async Task Load_WhenAVersionCannotBeRead_SaysSoOnce()
    {
        for (var again = 0; again < 3; again++)
            await Stored([], Lost("one", 6, PolicyState.Live));
        Assert.Contains("Version 6 of the policy of tenant one", Assert.Single(_log.Errors), StringComparison.Ordinal);
        await Stored([], Lost("one", 6, PolicyState.Live), Lost("other", 4, PolicyState.Shadow));
        Assert.Equal(2, _log.Errors.Count);
        await Stored([Version(One, 6, PolicyState.Live)]);
        await Stored([], Lost("one", 6, PolicyState.Live));
        Assert.Equal(3, _log.Errors.Count);
    }

    /// <summary>What is made from a policy, such as those with what lists say, is made again only after a change.</summary>
    [Fact]
    public async Task Load_WhenNothingChanged_KeepsThePoliciesThemselves()
    {
        await Stored([Version(One, 4, PolicyState.Live), Version(One, 5, PolicyState.Shadow)]);
        var (live, shadow) = _policies.PairOf(One);
        await Stored([Version(One, 4, PolicyState.Live), Version(One, 6, PolicyState.Shadow)]);
        Assert.Same(live, _policies.Of(One));
        Assert.NotSame(shadow, _policies.PairOf(One).Shadow);
        var changed = Version(One, 4, PolicyState.Live);
        await Stored([changed with { Policy = changed.Policy with { MediumThreshold = 0.5 } }]);
        Assert.Equal(0.5, _policies.Of(One).MediumThreshold);
    }

    private static PolicyVersion Version(TenantId tenant, int number, PolicyState state) => new()
    {
        Tenant = tenant,
        Number = number,
        State = state,
        Policy = Policy.Default with { Version = number, MediumThreshold = 0.45 },
        Note = "a test",
        BasedOn = 1,
        CreatedAt = Sitting.Opened,
        ChangedAt = Sitting.Opened,
    };

    private static UnreadablePolicy Lost(string tenant, int number, PolicyState state) => new(tenant, number, state);

    private Task Stored(IReadOnlyList<PolicyVersion> versions, params UnreadablePolicy[] unreadable)
    {
        _store.Stored = new(versions, unreadable);
        return _policies.Load(default);
    }

    private sealed class Lines : ILogger<PoliciesInForce>
    {
        public List<string> Errors { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Error) Errors.Add(formatter(state, exception));
        }
    }
}
