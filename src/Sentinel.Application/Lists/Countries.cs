using System.Net;
using System.Net.Sockets;
using Sentinel.Application.Ports;

namespace Sentinel.Application.Lists;

/// <summary>
/// The countries of the addresses that were asked for last, because a look-up in the database allocates. A fixed table in memory with one
/// place for each address, overwritten without a lock.
/// </summary>
internal sealed class Countries(IGeoLocator places)
{
    private const int Slots = 4_096;

    private readonly Found?[] slots = new Found?[Slots];

    /// <summary>The country as two letters; 0 if it is unknown.</summary>
    public ushort Of(IPAddress address, UInt128 bits)
    {
        ref var slot = ref slots[(uint)bits.GetHashCode() % Slots];
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        // An IPv4 and an IPv6 address may have equal bits.
        if (Volatile.Read(ref slot) is { } found && found.Bits == bits && found.Family == address.AddressFamily)
            return found.Country;
        var country = Code(places.Country(address));
        Volatile.Write(ref slot, new(bits, address.AddressFamily, country));
        return country;
    }

    /// <summary>Two letters as a number; 0 for none.</summary>
    public static ushort Code(string? country) => country is { Length: 2 } ? (ushort)((country[0] << 8) | (country[1] & 0xFF)) : (ushort)0;

    private sealed record Found(UInt128 Bits, AddressFamily Family, ushort Country);
}
