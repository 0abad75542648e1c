using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sentinel.Application.Lists.Records;

/// <summary>
/// A network in CIDR notation. IPv4 and IPv6 are apart: an address that is IPv4 mapped to IPv6 is an IPv4 address, so <c>::/0</c> contains
/// no IPv4 address, and <c>::ffff:203.0.113.0/120</c> is <c>203.0.113.0/24</c>.
/// </summary>
public readonly record struct Network
{
    private const int Width = 128, NarrowWidth = 32;

    private Network(UInt128 bits, byte length, bool isIPv6) => (Bits, Length, IsIPv6) = (bits, length, isIPv6);

    /// <summary>The network's bits from the left; the others are 0.</summary>
    public UInt128 Bits { get; }

    /// <summary>The length of the prefix: 0..32 for IPv4, 0..128 for IPv6.</summary>
    public byte Length { get; }

    public bool IsIPv6 { get; }

    /// <summary>The rule for networks that callers send.</summary>
    public const string Rule = "must be a network such as 203.0.113.0/24 or 2001:db8::/32, with zeros after its prefix, or one address";

    /// <summary>Reads a network, or a single address as the network of itself.</summary>
    public static bool TryParse(string? text, out Network network)
    {
        network = default;
        if (text is null || text.Length > 64 || text.IndexOfAny(['[', '%', ' ']) >= 0)
            return false;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var name = slash < 0 ? text : text[..slash];
        // A number, or a part with a leading zero, is an address for the framework, and seldom the one that was meant.
        if (!IPAddress.TryParse(name, out var address)
            || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != name))
            return false;
        var (bits, isIPv6) = BitsOf(address);
        var shorter = address.IsIPv4MappedToIPv6 ? Width - NarrowWidth : 0;
        var width = isIPv6 ? Width : NarrowWidth;
        var length = width;
        if (slash >= 0 && !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length))
            return false;
        length -= slash < 0 ? 0 : shorter;
        if (length < 0 || length > width || (bits & ~Mask(length)) != 0)
            return false;
        network = new(bits, (byte)length, isIPv6);
        return true;
    }

    /// <summary>The address's bits from the left, and whether it is IPv6. Allocates nothing.</summary>
    public static (UInt128 Bits, bool IsIPv6) BitsOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        var mapped = address.IsIPv4MappedToIPv6;
        UInt128 bits = 0;
        foreach (var part in mapped ? bytes[12..] : bytes[..length])
            bits = (bits << 8) | part;
        var isIPv6 = length == 16 && !mapped;
        return (isIPv6 ? bits : bits << (Width - NarrowWidth), isIPv6);
    }

    /// <summary>The bits of a prefix.</summary>
    public static UInt128 Mask(int length) => length == 0 ? 0 : UInt128.MaxValue << (Width - length);

    public bool Contains(UInt128 bits, bool isIPv6) => isIPv6 == IsIPv6 && (bits & Mask(Length)) == Bits;

    /// <summary>Canonical, such as <c>203.0.113.7/32</c>.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(Bits >> (Width - (8 * (i + 1))));
        return string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(IsIPv6 ? bytes : bytes[..4])}/{Length}");
    }
}
