using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Sentinel.Application.Lists;
using Sentinel.Application.Lists.Records;
using Sentinel.Application.Ports;
using Sentinel.Bench;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Micro;

/// <summary>
/// What the lists add to a batch, with as many entries as a tenant may have: a third each of users, devices and networks.
/// </summary>
internal static class ListLookups
{
    private static readonly IPAddress Address = IPAddress.Parse("203.0.113.7"), Address6 = IPAddress.Parse("2001:db8::7");

    public static IEnumerable<Finding> Measure()
    {
        var (user, id) = Population.Of(7);
        var session = SessionState.Open(
            TenantId.Default, user, id, DeviceId.Of("laptop"), UserState.New, Policy.Default, MatureSession.At(0));
        using var none = Cache([]);
        using var others = Cache(Others());
        using var matching = Cache([
            .. Others().Skip(3),
            Entry() with { User = user },
            Entry() with { Device = DeviceId.Of("laptop") },
            Entry() with { Network = Network.TryParse("203.0.113.0/24", out var network) ? network : null },
        ]);
        var now = DateTimeOffset.UtcNow;
        var (known, _) = matching.Rule(Policy.Default, session, Address, now);
        var measured = Stopwatches.Alternate(
            _ => none.Rule(Policy.Default, session, Address, now).Policies.Live,
            _ => others.Rule(Policy.Default, session, Address, now).Policies.Live,
            _ => others.Rule(Policy.Default, session, Address6, now).Policies.Live,
            _ => others.Rule(Policy.Default, session, null, now).Policies.Live,
            _ => matching.Rule(Policy.Default, known, null, now).Policies.Live,
            _ => matching.Rule(Policy.Default, known, Address, now).Policies.Live);
        string[] names =
        [
            "lists: no entries",
            "lists: 10,000 entries, none matches, IPv4",
            "lists: 10,000 entries, none matches, IPv6",
            "lists: 10,000 entries, none matches, no address",
            "lists: 10,000 entries, three match, no address",
            "lists: 10,000 entries, three match, IPv4",
        ];
        for (var i = 0; i < names.Length; i++)
        {
            yield return new(names[i], measured[i].Time, "µs", 1, "lower");
            yield return new(
                $"{names[i]}: allocated", new(measured[i].Bytes, measured[i].Bytes, measured[i].Bytes), "B", i < 4 ? 0 : null, "lower");
        }
    }

    private static ListCache Cache(IEnumerable<ListEntry> entries)
    {
        var cache = new ListCache(new Entries([.. entries]), new NoPlaces(), TimeProvider.System, NullLogger<ListCache>.Instance);
        cache.Load(CancellationToken.None).GetAwaiter().GetResult();
        return cache;
    }

    private static IEnumerable<ListEntry> Others()
    {
        var random = new Random(3);
        for (var i = 0; i < MakeListEntry.Most; i++)
        {
            var (wide, length) = (i % 2 == 0, random.Next(12, 33));
            var bits = (uint)random.Next() & (uint.MaxValue << (32 - length)) & 0x3FFFFFFF;
            var text = wide
                ? $"2001:{bits >> 16:x}:{bits & 0xFFFF:x}::/{length + 16}"
                : $"{bits >> 24}.{bits >> 16 & 255}.{bits >> 8 & 255}.{bits & 255}/{length}";
            yield return (i % 3) switch
            {
                0 => Entry() with { User = UserId.Parse($"listed-{i}") },
                1 => Entry() with { Device = DeviceId.Of($"listed-{i}") },
                _ => Entry() with { Network = Network.TryParse(text, out var network) ? network : throw new FormatException(text) },
            };
        }
    }

    private static ListEntry Entry() => new()
    {
        Id = Guid.CreateVersion7(),
        Tenant = TenantId.Default,
        Effect = ListEffect.Deny,
        ExpiresAt = DateTimeOffset.UtcNow.AddDays(1),
        Note = "a benchmark",
        CreatedAt = DateTimeOffset.UtcNow,
    };

    private sealed class Entries(IReadOnlyList<ListEntry> entries) : IListEntries
    {
        public Task<ListEdition> Edition(CancellationToken cancel) => Task.FromResult(new ListEdition(entries.Count, 0, null));

        public Task<IReadOnlyList<ListEntry>> Live(DateTimeOffset now, CancellationToken cancel) => Task.FromResult(entries);

        public Task<bool> Add(ListEntry entry, int most, CancellationToken cancel) => throw new NotSupportedException();

        public Task<ListEntry?> Find(TenantId tenant, Guid id, CancellationToken cancel) => throw new NotSupportedException();

        public Task<ListPage> List(ListFilter filter, CancellationToken cancel) => throw new NotSupportedException();

        public Task<bool> End(TenantId tenant, Guid id, DateTimeOffset now, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<ListEntry>> OfUser(TenantId tenant, UserId user, CancellationToken cancel) =>
            throw new NotSupportedException();

        public Task<int> Erase(TenantId tenant, UserId user, DateTimeOffset until, CancellationToken cancel) =>
            throw new NotSupportedException();

        public Task<int> Expire(CancellationToken cancel) => throw new NotSupportedException();
    }

    private sealed class NoPlaces : IGeoLocator
    {
        public bool KnowsCountries => false;

        public Domain.Telemetry.Place? Find(IPAddress address) => null;

        public string? Country(IPAddress address) => null;
    }
}
