using System.IO.Hashing;
using System.Net;
using System.Runtime.InteropServices;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Telemetry;

/// <summary>Where a session's requests come from, as hashes: enough to see that it changed.</summary>
/// <param name="Network">Of the address' network, /24 or /48; 0 where it is not known.</param>
/// <param name="Agent">Of the browser's name without its version; 0 where it is not known.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct ClientOrigin(uint Network, uint Agent)
{
    public static readonly ClientOrigin Unknown;

    private const int LongestName = 256;

    /// <param name="address">The user's address; null for none.</param>
    /// <param name="agent">
    /// The browser's User-Agent; null or empty for none. An update changes digits, another browser changes more.
    /// </param>
    public static ClientOrigin Of(IPAddress? address, string? agent)
    {
        var network = 0u;
        if (address is not null)
        {
            Span<byte> bytes = stackalloc byte[16];
            (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).TryWriteBytes(bytes, out var length);
            network = Hash(bytes[..(length == 4 ? 3 : 6)]);
        }

        return new(network, string.IsNullOrEmpty(agent) ? 0 : NameOf(agent));
    }

    /// <summary>Of the first part of it, which is all that browsers send.</summary>
    private static uint NameOf(string agent)
    {
        Span<char> name = stackalloc char[LongestName];
        var length = 0;
        foreach (var letter in agent)
        {
            if (!char.IsAsciiDigit(letter) && length < LongestName)
                name[length++] = letter;
        }

        return Hash(MemoryMarshal.AsBytes(name[..length]));
    }

    /// <summary>Never 0.</summary>
    private static uint Hash(ReadOnlySpan<byte> bytes) => Math.Max(1, XxHash32.HashToUInt32(bytes));

    /// <summary>What of it has changed: bit 1 the network, bit 2 the browser.</summary>
    public byte Changes(ClientOrigin next) =>
        (byte)(
            (Network != 0 && next.Network != 0 && Network != next.Network ? 1 : 0)
            | (Agent != 0 && next.Agent != 0 && Agent != next.Agent ? 2 : 0)
        );

    /// <summary>Without what has changed before: each counts once, so that two tabs or a telephone on the way do not add up.</summary>
    public ClientOrigin Without(byte changed) => new((changed & 1) == 0 ? Network : 0, (changed & 2) == 0 ? Agent : 0);

    /// <summary>What is known after a request from there.</summary>
    public ClientOrigin Then(ClientOrigin next) => new(next.Network == 0 ? Network : next.Network, next.Agent == 0 ? Agent : next.Agent);
}

/// <summary>Where on earth an address is said to be, in whole degrees: coarser than a town.</summary>
/// <param name="Latitude">-90..90.</param>
/// <param name="Longitude">-180..180.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Place(short Latitude, short Longitude) : IStored
{
    public bool IsSound => Latitude is >= -90 and <= 90 && Longitude is >= -180 and <= 180;

    private const double EarthRadius = 6371;

    /// <summary>km along a great circle, by the haversine formula (Sinnott 1984).</summary>
    public double DistanceTo(Place other)
    {
        var (a, b) = (Radians(Latitude), Radians(other.Latitude));
        var (north, east) = (Math.Sin((b - a) / 2), Math.Sin(Radians(other.Longitude - Longitude) / 2));
        return 2 * EarthRadius * Math.Asin(Math.Min(1, Math.Sqrt((north * north) + (Math.Cos(a) * Math.Cos(b) * east * east))));
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}

/// <summary>A session that was opened lately.</summary>
/// <param name="Device">Hash of the device's name; 0 for none.</param>
/// <param name="At">Server time.</param>
/// <param name="Place">Where; null where that is not known.</param>
public readonly record struct Opening(ulong Device, DateTimeOffset At, Place? Place);
