using Sentinel.Application.Lists.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;

namespace Sentinel.Unit.Tests;

/// <summary>Entries in memory that can be made unavailable.</summary>
internal sealed class FakeListEntries : IListEntries
{
    public List<ListEntry> Entries { get; } = [];

    public bool IsAway { get; set; }

    /// <summary>How often all entries were read.</summary>
    public int Reads { get; private set; }

    public Task<ListEdition> Edition(CancellationToken cancel) => IsAway
        ? throw new TimeoutException("away")
        : Task.FromResult(new ListEdition(
            Entries.Count, Entries.Count(entry => entry.EndedAt is not null), Entries.Max(entry => (DateTimeOffset?)entry.CreatedAt)));

    public Task<IReadOnlyList<ListEntry>> Live(DateTimeOffset now, CancellationToken cancel)
    {
        Reads++;
        return Task.FromResult<IReadOnlyList<ListEntry>>([.. Entries.Where(entry => entry.IsLive(now))]);
    }

    public Task<bool> Add(ListEntry entry, int most, CancellationToken cancel)
    {
        Entries.Add(entry);
        return Task.FromResult(true);
    }

    public Task<ListEntry?> Find(TenantId tenant, Guid id, CancellationToken cancel) =>
        Task.FromResult(Entries.Find(entry => entry.Tenant == tenant && entry.Id == id));

    public Task<ListPage> List(ListFilter filter, CancellationToken cancel) => throw new NotSupportedException();

    public Task<bool> End(TenantId tenant, Guid id, DateTimeOffset now, CancellationToken cancel)
    {
        var live = Entries.FindIndex(entry => entry.Tenant == tenant && entry.Id == id && entry.IsLive(now));
        if (live >= 0) Entries[live] = Entries[live] with { EndedAt = now };
        return Task.FromResult(live >= 0);
    }

    public Task<IReadOnlyList<ListEntry>> OfUser(TenantId tenant, UserId user, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<int> Erase(TenantId tenant, UserId user, DateTimeOffset until, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<int> Expire(CancellationToken cancel) => throw new NotSupportedException();
}
