using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sentinel.Application.Access;
using Sentinel.Application.ApiKeys;
using Sentinel.Application.Policies;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;

namespace Sentinel.Unit.Tests;

/// <summary>Key management with keys in memory and a clock that the test controls.</summary>
internal sealed class ApiKeyBench : IDisposable
{
    public ApiKeyBench()
    {
        Ring = new(Store, Time, StaleKeyGrace.Default, NullLogger<ApiKeyCache>.Instance);
        Changes = new(
            Store,
            Ring,
            new(new FakeAuditLog(), PoliciesInForce.Always(Domain.Trust.Policy.Default), Time),
            Time,
            NullLogger<ApiKeyChanges>.Instance
        );
        Ring.Load(default).GetAwaiter().GetResult();
    }

    public static TenantId Tenant { get; } = TenantId.Parse("shop");

    public static Caller Admin { get; } = new(Tenant, Scopes.Server | Scopes.Admin | Scopes.Operator);

    public static Caller Stranger { get; } = new(TenantId.Parse("other"), Scopes.Server | Scopes.Admin);

    public FakeTimeProvider Time { get; } = new(new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));

    public DateTimeOffset Now => Time.GetUtcNow();

    public FakeApiKeys Store { get; } = new();

    public ApiKeyCache Ring { get; }

    public ApiKeyChanges Changes { get; }

    public Task<Outcome<NewKey>> Create(Scopes scopes, TimeSpan? life = null, Caller? caller = null) =>
        new CreateApiKeyHandler(Changes).Handle(new(caller ?? Admin, "a key", [scopes], life is null ? null : Now + life), default);

    public async Task<NewKey> Created(Scopes scopes = Scopes.Server, TimeSpan? life = null, Caller? caller = null) =>
        (await Create(scopes, life, caller)).Value!;

    public Task<Outcome<NewKey>> Rotate(Guid id, TimeSpan? overlap = null, Caller? caller = null) =>
        new RotateApiKeyHandler(Changes).Handle(new(caller ?? Admin, id, overlap), default);

    public Task<Outcome<ApiKey>> Revoke(Guid id, Caller? caller = null) =>
        new RevokeApiKeyHandler(Changes).Handle(new(caller ?? Admin, id), default);

    /// <summary>A key made by another node; this node does not know it yet.</summary>
    public async Task<string> MadeElsewhere(Scopes scopes = Scopes.Server)
    {
        var (text, prefix) = ApiKeySecret.Mint();
        await Store.Add(new(Guid.NewGuid(), Tenant, ApiKeySecret.Hash(text), scopes, Now) { Prefix = prefix }, default);
        return text;
    }

    public ApiKeyStatus Status(string text) => Ring.Known(text).Status;

    public async Task<ApiKeyStatus> Found(string text) => (await Ring.Find(text)).Status;

    /// <summary>Advances the time, then refreshes the keys from cold storage.</summary>
    public Task Pass(TimeSpan span)
    {
        Time.Advance(span);
        return Ring.Refresh(default);
    }

    public void Dispose() => Ring.Dispose();
}
