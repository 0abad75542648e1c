using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Lists;
using Sentinel.Application.Lists.Records;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Application.Sessions;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>While hot state is away, an entry can deny and can allow nothing.</summary>
public sealed class DegradedTests : IDisposable
{
    private static readonly IPAddress Office = IPAddress.Parse("203.0.113.7");
    private static readonly UserId User = UserId.Parse("u-1");

    private readonly FakeTimeProvider _time = new(new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeListEntries _store = new();
    private readonly ListCache _cache;
    private readonly Degraded _degraded;

    public DegradedTests()
    {
        _cache = new(_store, new NoPlaces(), _time, NullLogger<ListCache>.Instance);
        _degraded = new(new NoSpool(), _cache, PoliciesInForce.Always(Policy.Default), _time);
    }

    public void Dispose() => _cache.Dispose();

    [Theory]
    [InlineData(ListEffect.Deny, Decision.Block), InlineData(ListEffect.Allow, Decision.Challenge)]
    [InlineData(ListEffect.Snooze, Decision.Challenge)]
    public async Task Answer_WhenAnEntryMatches_IsBlockedByADenialAloneAndNeverAllowed(ListEffect effect, Decision expected)
    {
        _store.Entries.Add(ListCacheTests.Entry(effect) with { User = User });
        _store.Entries.Add(ListCacheTests.Entry(effect) with { Network = ListCacheTests.Net("203.0.113.0/24") });
        await _cache.Load(default);
        var (device, other) = (DeviceId.Of("laptop"), UserId.Parse("u-2"));
        Assert.Equal(expected, _degraded.Answer(TenantId.Default, User, Sitting.Id, device, null).Decision);
        Assert.Equal(expected, _degraded.Answer(TenantId.Default, other, Sitting.Id, device, null, Office).Decision);
        Assert.Equal(Decision.Challenge, _degraded.Answer(TenantId.Default, other, Sitting.Id, device, null).Decision);
        Assert.Equal(Decision.Challenge, _degraded.Answer(TenantId.Parse("other"), User, Sitting.Id, device, null, Office).Decision);

        // A caller that does not name the user: the last known state does, and where the session was.
        var session = SessionState.Open(TenantId.Default, other, Sitting.Id, device, UserState.New, Policy.Default, Sitting.Opened);
        var (there, _) = _cache.Rule(Policy.Default, session, Office, _time.GetUtcNow());
        Assert.Equal(expected, Answer(there).Decision);
        Assert.Equal(Decision.Challenge, Answer(session).Decision);
        Assert.Equal(Decision.Block, Answer(session with { Latched = Domain.Detection.ContextReasons.BlockStands }).Decision);
    }

    private Application.Results.DecisionResult Answer(SessionState last) =>
        _degraded.Answer(TenantId.Default, UserId.Unknown, Sitting.Id, DeviceId.None, new Loaded(last, UserState.New));

    private sealed class NoSpool : ISpool
    {
        public void Add(AuditRecord degraded) => Assert.Equal(AuditKind.Degraded, degraded.Kind);

        public Task<IReadOnlyList<SpoolSegment>> Seal(CancellationToken cancel) => throw new NotSupportedException();

        public void Remove(SpoolSegment segment) => throw new NotSupportedException();
    }
}
