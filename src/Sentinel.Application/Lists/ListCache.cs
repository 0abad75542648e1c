using System.Collections.Frozen;
using System.Net;
using Microsoft.Extensions.Logging;
using Sentinel.Application.Lists.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Lists;

/// <summary>
/// The lists that this node knows: a snapshot of all tenants' live entries, refreshed every 3 s. With the query's duration, it is at most
/// 5 s old while cold storage answers. Changes that this node makes take effect at once. While cold storage is away, entries count until
/// they expire.
/// </summary>
public sealed partial class ListCache(IListEntries store, IGeoLocator places, TimeProvider time, ILogger<ListCache> logger) : IDisposable
{
    public static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(3);

    /// <summary>Entries are read again after this time even if nothing seems to have changed: clocks of nodes differ.</summary>
    private static readonly TimeSpan ReadAgain = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly ListedPolicies listed = new();
    private readonly Countries countries = new(places);
    private FrozenDictionary<TenantId, TenantLists> tenants = FrozenDictionary<TenantId, TenantLists>.Empty;
    private ListEdition? edition;
    private long readAt;
    private bool failing;

    /// <summary>
    /// What a call of a session is decided by, and the session with what it remembers of its lists. A call with an address is compared with
    /// it; another one with what the last call with an address matched.
    /// </summary>
    /// <param name="policies">The policies of all calls.</param>
    /// <param name="session">The session.</param>
    /// <param name="address">Where the call comes from; null if that is unknown.</param>
    /// <param name="now">The time, by which entries expire.</param>
    public (SessionState Session, PolicyPair Policies) Rule(
        PolicyPair policies, SessionState session, IPAddress? address, DateTimeOffset now)
    {
        var (ruled, trace) = Rule(policies, session.Tenant, new(session.User, session.Device, now), session.Lists, address);
        return (trace == session.Lists ? session : session with { Lists = trace }, ruled);
    }

    /// <summary>Like Rule of a session, before there is one.</summary>
    /// <param name="policies">The policies of all calls.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="user">The user.</param>
    /// <param name="device">The device; none if it is unknown.</param>
    /// <param name="address">Where the call comes from; null if that is unknown.</param>
    /// <param name="now">The time, by which entries expire.</param>
    public (PolicyPair Policies, ListTrace Trace) Rule(
        PolicyPair policies, TenantId tenant, UserId user, DeviceId device, IPAddress? address, DateTimeOffset now) =>
        Rule(policies, tenant, new(user, device, now), ListTrace.Empty, address);

    /// <summary>
    /// What one call is decided by whose address is not remembered. What denies the session where its last call came from, denies this call
    /// too, wherever it comes from.
    /// </summary>
    /// <param name="policies">The policies of all calls.</param>
    /// <param name="session">The session.</param>
    /// <param name="address">Where the call comes from; null if that is unknown.</param>
    /// <param name="now">The time, by which entries expire.</param>
    public PolicyPair RuleOnce(PolicyPair policies, SessionState session, IPAddress? address, DateTimeOffset now)
    {
        if (!tenants.TryGetValue(session.Tenant, out var lists))
            return policies;
        var who = new Listee(session.User, session.Device, now);
        var before = lists.Of(who, session.Lists.Networks);
        if (address is null)
            return listed.Of(policies, lists.Anywhere(who) | before);
        var (here, _) = lists.Of(who, From(lists, address));
        return listed.Of(policies, lists.Anywhere(who) | here | before.Denials());
    }

    /// <summary>Reads all entries again if they have changed.</summary>
    public async Task Load(CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        try
        {
            var stored = await store.Edition(cancel);
            if (edition == stored && time.GetElapsedTime(readAt) < ReadAgain)
                return;
            var (now, started) = (time.GetUtcNow(), time.GetTimestamp());
            var entries = await store.Live(now, cancel);
            Volatile.Write(
                ref tenants,
                entries.GroupBy(entry => entry.Tenant).ToFrozenDictionary(entries => entries.Key, entries => new TenantLists(entries)));
            (edition, readAt) = (stored, started);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Like <see cref="Load"/>. If cold storage fails, the known entries go on, and the log reports it once.</summary>
    public async Task Refresh(CancellationToken cancel)
    {
        try
        {
            await Load(cancel);
            failing = false;
        }
#pragma warning disable CA1031 // Cold storage may fail in any way; known entries go on.
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            if (!failing)
                LogStale(e.GetBaseException().GetType().Name);
            failing = true;
        }
#pragma warning restore CA1031
    }

    public void Dispose() => gate.Dispose();

    private (PolicyPair Policies, ListTrace Trace) Rule(
        PolicyPair policies, TenantId tenant, in Listee who, ListTrace trace, IPAddress? address)
    {
        if (!tenants.TryGetValue(tenant, out var lists))
            return (policies, address is null ? trace : trace.At([]));
        var (here, keys) = address is null ? (lists.Of(who, trace.Networks), trace.Networks) : lists.Of(who, From(lists, address));
        trace = trace.At(keys);
        var listing = lists.Anywhere(who) | here;
        if (listing.BarsTraining && !trace.BarsTraining)
            trace = trace with { BarsTraining = true };
        return (listed.Of(policies, listing), trace);
    }

    private Whence From(TenantLists lists, IPAddress address)
    {
        var (bits, isIPv6) = Network.BitsOf(address);
        return new(bits, isIPv6, lists.HasCountries ? countries.Of(address, bits) : (ushort)0);
    }

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "The lists cannot be refreshed ({Error}); the known entries go on until they expire")]
    private partial void LogStale(string error);
}
