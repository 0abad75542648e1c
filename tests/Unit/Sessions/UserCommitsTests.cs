using Microsoft.Extensions.Time.Testing;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Bans;
using Sentinel.Application.Policies;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>The outcome of user changes that always conflict.</summary>
public sealed class UserCommitsTests
{
    /// <summary>Each refused commit takes 30 ms of the 80 ms. Hot state answers all of them, so it has not failed.</summary>
    [Fact]
    public async Task Run_WhenConflictsUseUpTheTime_IsContendedAndHotStateHasNotFailed()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        var store = new BusyStore(time);
        var commits = new UserCommits(store, new(TimeSpan.FromMilliseconds(80)), PoliciesInForce.Always(Policy.Default), time);
        var outcome = await commits.Run<string>(
            new(TenantId.Default, Scopes.Admin), UserId.Parse("u"), AuditKind.SessionsRevoked, Decision.Allow,
            (user, now) => (user.Revoke(now), "revoked"));
        Assert.Equal((Fault.Contended, 6), (outcome.Fault, store.Conflicts));
    }
}
