using System.Globalization;
using System.Security.Cryptography;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sentinel.Application.Access;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Digests;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Policies;
using Sentinel.Application.Policies.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>Base of digest tests: signing, verifying and tampering. Each test has its own tenant.</summary>
public abstract class AuditDigestBench : IAsyncLifetime
{
    protected static readonly DateOnly Day = DateOnly.FromDateTime(Records.Start.UtcDateTime);

    private readonly TenantId _tenant = Records.NewTenant();
    private readonly DigestKey _key = DigestKey.Of(RandomNumberGenerator.GetBytes(32));
    private ColdStorageFixture _storage = null!;

    public async Task InitializeAsync() => _storage = await ColdStorageFixture.Migrated(await Postgres());

    public async Task DisposeAsync() => await _storage.DisposeAsync();

    protected abstract Task<string?> Postgres();

    protected abstract string Hex(string bytes);

    protected TenantId Tenant => _tenant;

    protected FakeTimeProvider Clock { get; } = new(Records.Start.AddDays(1));

    protected IAuditLog Log => _storage.Services.GetRequiredService<IAuditLog>();

    protected IAuditTable Table => _storage.Services.GetRequiredService<IAuditTable>();

    protected IAuditDigests Digests => _storage.Services.GetRequiredService<IAuditDigests>();

    protected IFeedback Feedback => _storage.Services.GetRequiredService<IFeedback>();

    protected ISketches Sketches => _storage.Services.GetRequiredService<ISketches>();

    protected IReviews Reviews => _storage.Services.GetRequiredService<IReviews>();

    protected IListEntries Lists => _storage.Services.GetRequiredService<IListEntries>();

    protected IPolicies Policies => _storage.Services.GetRequiredService<IPolicies>();

    protected IStats Stats => _storage.Services.GetRequiredService<IStats>();

    protected async Task Append(params IReadOnlyList<AuditRecord> records) =>
        await Probe.Until(() => Log.Append(new(1), records, default), "the partition is free");

    protected Task<int> Close() =>
        (
            (IRequestHandler<SignAuditDays, int>)
                new SignAuditDaysHandler(new OneTenant(Table, _tenant), Digests, _key, Clock, NullLogger<SignAuditDaysHandler>.Instance)
        ).Handle(new(), default);

    protected Task<int> Retain(AuditSettings settings) =>
        new ApplyRetentionHandler(
            Table, Feedback, Sketches, Stats, Reviews, Lists, Digests, _key, settings,
            new(Policies, new(Policy.Default), NullLogger<PoliciesInForce>.Instance), Clock, NullLogger<ApplyRetentionHandler>.Instance)
            .Handle(new(), default);

    /// <summary>The tenant's live policy asks for so many days from now on.</summary>
    protected Task Live(int number, int auditDays) => Policies.Change<bool>(
        Tenant,
        versions => new(
            true,
            [
                .. versions.Select(version => version with { State = PolicyState.Retired }),
                new()
                {
                    Tenant = Tenant, Number = number, State = PolicyState.Live, Note = "Retention", BasedOn = 1,
                    CreatedAt = Clock.GetUtcNow(), ChangedAt = Clock.GetUtcNow(),
                    Policy = Policy.Default with { Version = number, AuditRetentionDays = auditDays },
                },
            ]),
        default);

    protected async Task<IReadOnlyList<AuditFinding>> Verify(DigestKey? key = null)
    {
        List<AuditFinding> findings = [];
        var handler = new VerifyAuditHandler(Table, Digests, key ?? _key, Clock);
        await foreach (var finding in await handler.Handle(new(_tenant, null, null), default)) findings.Add(finding);
        return findings;
    }

    /// <summary>Verifies one day, as the API does.</summary>
    protected async Task<DayCheck> Check(DateOnly day)
    {
        var handler = new VerifyAuditDayHandler(
            new VerifyAuditHandler(Table, Digests, _key, Clock), _key,
            new AdministrativeAudit(Log, PoliciesInForce.Always(Policy.Default), Clock));
        return (await handler.Handle(new(new(_tenant, Scopes.Admin), day), default)).Value!;
    }

    protected async Task<SignedDays> SignedDays(string? before, int limit) =>
        (await new ListSignedDaysHandler(Digests).Handle(new(new(_tenant, Scopes.Admin), before, limit), default)).Value!;

    protected async Task<IReadOnlyList<(AuditFindingKind, Guid?)>> Faults() =>
        [.. (await Verify()).Where(finding => finding.IsFault).Select(finding => (finding.Kind, finding.DecisionId))];

    protected string IsRow(AuditRecord record) => $"tenant = '{_tenant}' AND lower(CAST(decision_id AS text)) = '{record.DecisionId}'";

    protected async Task Sql(string sql)
    {
        await using var context = await Context();
        await context.Database.ExecuteSqlRawAsync(sql);
    }

    protected Task<SentinelDbContext> Context() =>
        _storage.Services.GetRequiredService<IDbContextFactory<SentinelDbContext>>().CreateDbContextAsync();

    protected async Task<string> Time(DateTimeOffset at)
    {
        await using var context = await Context();
        return context is SqliteContext ? at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) : $"'{at:O}'";
    }

    /// <summary>Tests share a database, so each signs only its own tenant's days.</summary>
    private sealed class OneTenant(IAuditTable table, TenantId tenant) : IAuditTable
    {
        public Task<IReadOnlyList<TenantId>> Tenants(CancellationToken cancel) => Task.FromResult<IReadOnlyList<TenantId>>([tenant]);

        public Task<DateTimeOffset?> Oldest(TenantId of, CancellationToken cancel) => table.Oldest(of, cancel);

        public Task Prepare(DateTimeOffset now, CancellationToken cancel) => table.Prepare(now, cancel);

        public Task<int> DropMonths(DateTimeOffset before, CancellationToken cancel) => table.DropMonths(before, cancel);

        public Task<int> DeleteOldest(TenantId of, DateTimeOffset before, int limit, CancellationToken cancel) =>
            table.DeleteOldest(of, before, limit, cancel);

        public Task<int> Erase(TenantId of, UserId user, DateTimeOffset until, int limit, CancellationToken cancel) =>
            table.Erase(of, user, until, limit, cancel);
    }
}
