using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sentinel.Application.Lists.Records;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Lists;

/// <summary>Whom a call is about, and when it comes.</summary>
internal readonly record struct Listee(UserId User, DeviceId Device, DateTimeOffset Now);

/// <summary>Where a call comes from.</summary>
/// <param name="Bits">The address, bits from the left.</param>
/// <param name="IsIPv6">Whether it is one of IPv6.</param>
/// <param name="Country">Two letters; 0 if it is unknown, or no entry asks for it.</param>
internal readonly record struct Whence(UInt128 Bits, bool IsIPv6, ushort Country);

/// <summary>
/// One tenant's live entries at one moment, each found by its most selective condition: user, device, network, country. A look-up allocates
/// nothing unless an entry about networks matches.
/// </summary>
internal sealed class TenantLists
{
    private readonly FrozenDictionary<string, Entry[]> byUser;
    private readonly FrozenDictionary<ulong, Entry[]> byDevice;
    private readonly FrozenDictionary<ushort, Entry[]> byCountry;
    private readonly FrozenDictionary<uint, Entry[]> byKey;
    private readonly Prefixes narrow;
    private readonly Prefixes wide;
    private readonly Entry[] always;

    public TenantLists(IEnumerable<ListEntry> entries)
    {
        // An entry whose reason this version does not know must not count without it.
        Entry[] all = [.. entries.Select(Entry.Of).OfType<Entry>()];
        var others = all.Where(entry => entry.Source.User is null).ToArray();
        var anybody = others.Where(entry => entry.Source.Device is null).ToArray();
        byUser = Group(all.Except(others), entry => entry.Source.User!.Value.Value);
        byDevice = Group(others.Except(anybody), entry => entry.Source.Device!.Value.Value);
        narrow = new(anybody.Where(entry => entry.Source.Network is { IsIPv6: false }));
        wide = new(anybody.Where(entry => entry.Source.Network is { IsIPv6: true }));
        byCountry = Group(anybody.Where(entry => entry.Source.Network is null && entry.Country != 0), entry => entry.Country);
        always = [.. anybody.Where(entry => !entry.Source.IsOfNetworks)];
        byKey = Group(all.Where(entry => entry.Source.IsOfNetworks), entry => entry.Key);
        HasCountries = all.Any(entry => entry.Country != 0);
    }

    /// <summary>Whether an entry asks for the country of a call.</summary>
    public bool HasCountries { get; }

    /// <summary>What the entries say that do not depend on where the call comes from.</summary>
    public Listing Anywhere(in Listee who)
    {
        var listing = Listing.None;
        foreach (var entry in Of(byUser, who.User.Value))
            listing = !entry.Source.IsOfNetworks && entry.Matches(who) ? entry.AddTo(listing) : listing;
        foreach (var entry in Of(byDevice, who.Device.Value))
            listing = !entry.Source.IsOfNetworks && entry.Matches(who) ? entry.AddTo(listing) : listing;
        foreach (var entry in always)
            listing = entry.Matches(who) ? entry.AddTo(listing) : listing;
        return listing;
    }

    /// <summary>What all entries about networks say that match, and the keys of those that a session remembers: the strictest.</summary>
    public (Listing Listing, ImmutableArray<uint> Keys) Of(in Listee who, in Whence from)
    {
        if (byKey.Count == 0)
            return (Listing.None, []);
        List<Entry>? found = null;
        Add(Of(byUser, who.User.Value), who, from, ref found);
        Add(Of(byDevice, who.Device.Value), who, from, ref found);
        var prefixes = from.IsIPv6 ? wide : narrow;
        foreach (var (mask, entries) in prefixes.ByMask)
            Add(Of(entries, from.Bits & mask), who, from, ref found);
        Add(Of(byCountry, from.Country), who, from, ref found);
        if (found is null)
            return (Listing.None, []);
        found.Sort(static (one, other) => one.CompareTo(other));
        var (listing, keys) = (Listing.None, new uint[Math.Min(found.Count, ListTrace.MaxNetworks)]);
        for (var i = 0; i < found.Count; i++)
        {
            listing = found[i].AddTo(listing);
            if (i < keys.Length)
                keys[i] = found[i].Key;
        }

        return (listing, ImmutableCollectionsMarshal.AsImmutableArray(keys));
    }

    /// <summary>
    /// What the entries about networks say that matched before, if they still live. Of two entries with one key, which is rare, it is not
    /// known which one matched: then only a denial counts.
    /// </summary>
    public Listing Of(in Listee who, ImmutableArray<uint> networks)
    {
        var listing = Listing.None;
        foreach (var key in networks)
        {
            var entries = Of(byKey, key);
            foreach (var entry in entries)
            {
                if (entry.Matches(who) && (entries.Length == 1 || entry.Source.Effect == ListEffect.Deny))
                    listing = entry.AddTo(listing);
            }
        }

        return listing;
    }

    private static void Add(Entry[] entries, in Listee who, in Whence from, ref List<Entry>? found)
    {
        foreach (var entry in entries)
        {
            if (entry.Source.IsOfNetworks && entry.Matches(who) && entry.Contains(from))
                (found ??= []).Add(entry);
        }
    }

    private static Entry[] Of<TKey>(FrozenDictionary<TKey, Entry[]> entries, TKey key)
        where TKey : notnull => entries.TryGetValue(key, out var found) ? found : [];

    private static FrozenDictionary<TKey, Entry[]> Group<TKey>(IEnumerable<Entry> entries, Func<Entry, TKey> key)
        where TKey : notnull => entries.GroupBy(key).ToFrozenDictionary(group => group.Key, group => group.ToArray());

    /// <summary>Networks of one family by the lengths of their prefixes: a look-up for each length that occurs.</summary>
    private sealed class Prefixes(IEnumerable<Entry> entries)
    {
        public (UInt128 Mask, FrozenDictionary<UInt128, Entry[]> Entries)[] ByMask { get; } =
        [
            .. entries.GroupBy(entry => entry.Source.Network!.Value.Length)
                .Select(group => (Network.Mask(group.Key), Group(group, entry => entry.Source.Network!.Value.Bits))),
        ];
    }

    /// <param name="Source">The entry.</param>
    /// <param name="Key">By which a session remembers it: the last bits of its id, which are random.</param>
    /// <param name="Country">Two letters; 0 for any country.</param>
    /// <param name="Reason">The id of its reason; 0 for none.</param>
    private sealed record Entry(ListEntry Source, uint Key, ushort Country, byte Reason)
    {
        public static Entry? Of(ListEntry entry)
        {
            Span<byte> id = stackalloc byte[16];
            entry.Id.TryWriteBytes(id, bigEndian: true, out _);
            var reason = entry.Reason is null ? null : DetectorCatalog.Reason(entry.Reason);
            return entry.Reason is not null && reason is null
                ? null
                : new(entry, BinaryPrimitives.ReadUInt32BigEndian(id[12..]), Countries.Code(entry.Country), reason?.Id ?? 0);
        }

        public bool Matches(in Listee who) =>
            who.Now < Source.ExpiresAt
            && (Source.User is not { } user || user == who.User)
            && (Source.Device is not { } device || device == who.Device);

        public bool Contains(in Whence from) =>
            (Source.Network is not { } network || network.Contains(from.Bits, from.IsIPv6)) && (Country == 0 || Country == from.Country);

        /// <summary>The strictest first, and of these the one that lasts longest.</summary>
        public int CompareTo(Entry other) =>
            (Source.Effect, Reason, other.Source.ExpiresAt, Key).CompareTo(
                (other.Source.Effect, other.Reason, Source.ExpiresAt, other.Key));

        public Listing AddTo(in Listing listing) => (Source.Effect, Reason) switch
        {
            (ListEffect.Deny, 0) => listing with { Denies = true },
            (ListEffect.Deny, var reason) => listing with { Denying = listing.Denying.With(reason) },
            (ListEffect.Allow, _) => listing with { Allows = true },
            (_, 0) => listing with { Snoozes = true },
            (_, var reason) => listing with { Snoozed = listing.Snoozed.With(reason) },
        };
    }
}
