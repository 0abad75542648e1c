using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sentinel.Application.Access;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Lists;
using Sentinel.Application.Lists.Records;
using Sentinel.Application.Policies;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>An entry that is ended is answered as ended, and its end is in the audit once.</summary>
public sealed class EndListEntryTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly FakeListEntries _store = new();
    private readonly FakeAuditLog _log = new();

    [Fact]
    public async Task End_OfALiveEntry_AnswersItAsEndedAlsoAgain()
    {
        var entry = ListCacheTests.Entry(ListEffect.Deny) with { User = UserId.Parse("u-1") };
        _store.Entries.Add(entry);
        foreach (var _ in new[] { 1, 2 })
        {
            var (ended, _) = await End(TenantId.Default, entry.Id);
            Assert.Equal(entry with { EndedAt = Start }, ended);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(AuditKind.ListEntryEnded, Assert.Single(_log.Rows).Kind);
    }

    [Fact]
    public async Task End_OfAnEntryThatTheTenantLacks_IsUnknown()
    {
        var entry = ListCacheTests.Entry(ListEffect.Deny);
        _store.Entries.Add(entry);
        Assert.Equal("list_entry_unknown", (await End(TenantId.Parse("other"), entry.Id)).Fault);
        Assert.Null(_store.Entries[0].EndedAt);
        Assert.Empty(_log.Rows);
    }

    private async Task<(ListEntry? Entry, string? Fault)> End(TenantId tenant, Guid id)
    {
        using var inForce = PoliciesInForce.Always(Policy.Default);
        using ListCache cache = new(_store, new NoPlaces(), _time, NullLogger<ListCache>.Instance);
        EndListEntryHandler handler = new(_store, cache, new AdministrativeAudit(_log, inForce, _time), _time);
        var outcome = await handler.Handle(new(new Caller(tenant, Scopes.Admin) { Key = Guid.NewGuid() }, id), default);
        return outcome.Succeeded(out var entry, out var fault) ? (entry, null) : (null, fault.Code);
    }
}
