using Microsoft.Extensions.Time.Testing;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Policies;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>The outcome of commits that always conflict or that hot state does not answer.</summary>
public sealed class SessionCommitsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(80);

    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly BusyStore store;
    private readonly SessionCommits commits;

    public SessionCommitsTests()
    {
        store = new(time);
        commits = new(store, new SessionTurns(time), new(Limit), PoliciesInForce.Always(Policy.Default), time);
    }

    /// <summary>Each conflict takes 30 ms. The third comes after the time limit, and is still not a failure of hot state.</summary>
    [Fact]
    public async Task Run_WhenConflictsUseUpTheTime_IsContendedAndHotStateHasNotFailed()
    {
        var outcome = await Run();
        Assert.Equal(Fault.Contended, outcome.Fault);
        Assert.Equal(3, store.Conflicts);
        Assert.Empty(store.Appended);
    }

    /// <summary>An earlier commit is found late, as after hot state hung; the answer ring holds its answer.</summary>
    [Fact]
    public async Task Run_WhenTheFirstConflictComesAfterTheTime_DecidesOnceMore()
    {
        (store.Took, store.AnswersLate) = (Limit + TimeSpan.FromMilliseconds(5), true);
        var decided = 0;
        var outcome = await commits.Run(
            TenantId.Default, store.State.Id, null, (loaded, now) => decided++ == 0 ? Written(loaded, now) : Step<string>.Reply("kept"));
        Assert.Equal(("kept", null, 1), (outcome.Value, outcome.Fault, store.Conflicts));
    }

    [Fact]
    public async Task Run_WhenContendedAndTheReadDecides_AnswersFromItWithAnAuditRecordOfItsOwn()
    {
        var record = AuditRecord.Of(
            AuditKind.Evaluation, TenantId.Default, store.State.User, store.State.Id, Decision.Block, time.GetUtcNow());
        var outcome = await Run(new() { Contended = (read, _) => (record, read.Session!.CommitNumber.ToString(provider: null)) });
        Assert.Equal(("1", null), (outcome.Value, outcome.Fault));
        Assert.Equal([record], store.Appended);
    }

    [Fact]
    public async Task Run_WhenHotStateFailsAfterTheLoad_NamesTheStateThatWasLoaded()
    {
        store.Fails = true;
        var away = await Assert.ThrowsAsync<HotStateUnavailableException>(() => Run());
        Assert.Same(store.State, away.Last!.Session);
    }

    /// <summary>Too many requests wait and hot state does not answer, but the node still knows the session.</summary>
    [Fact]
    public async Task Run_WhenTooManyWaitAndHotStateFails_NamesTheStateThatTheNodeRemembers()
    {
        var turns = new SessionTurns(time);
        for (var i = 0; i <= SessionTurns.MaxWaiting; i++) _ = turns.Take(TenantId.Default, store.State.Id, goesFirst: true).AsTask();
        (store.Recalled, store.FailsToLoad) = (new(store.State, UserState.New), true);
        var full = new SessionCommits(store, turns, new(Limit), PoliciesInForce.Always(Policy.Default), time);
        var away = await Assert.ThrowsAsync<HotStateUnavailableException>(() => full.Run(
            TenantId.Default, store.State.Id, null, Written, new() { Contended = (_, _) => null }));
        Assert.Same(store.Recalled, away.Last);
    }

    private Task<Outcome<string>> Run(Asked<string>? asked = null) => commits.Run(TenantId.Default, store.State.Id, null, Written, asked);

    private static Step<string> Written(Loaded loaded, DateTimeOffset now)
    {
        var next = loaded.Session! with { CommitNumber = loaded.Session.CommitNumber + 1 };
        var verdict = Verdicts.Current(next, loaded.User, Sensitivity.Medium, Policy.Default, now);
        return Step<string>.Write(new(AuditKind.Evaluation, next, loaded.User, verdict), "committed");
    }
}
