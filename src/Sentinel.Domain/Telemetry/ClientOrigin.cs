using System.IO.Hashing;
using System.Net;
using System.Runtime.InteropServices;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Telemetry;

/// <summary>Where a session's requests come from, as hashes, to detect a change.</summary>
/// <param name="Network">Hash of the address's network, /24 or /48; 0 if unknown.</param>
/// <param name="Agent">Hash of the browser's name without its version; 0 if unknown.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct ClientOrigin(uint Network, uint Agent)
{
    public static readonly ClientOrigin Unknown;

    private const int LongestName = 256;

    /// <param name="address">The user's address; null for none.</param>
    /// <param name="agent">
    /// The browser's User-Agent; null or empty for none. Digits are ignored, because an update changes only digits.
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

    /// <summary>Hashes the first 256 characters without digits; browsers send fewer.</summary>
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

    /// <summary>A hash that is never 0.</summary>
    private static uint Hash(ReadOnlySpan<byte> bytes) => Math.Max(1, XxHash32.HashToUInt32(bytes));

    /// <summary>What has changed: value 1 for the network, 2 for the browser.</summary>
    public byte Changes(ClientOrigin next) =>
        (byte)(
            (Network != 0 && next.Network != 0 && Network != next.Network ? 1 : 0)
            | (Agent != 0 && next.Agent != 0 && Agent != next.Agent ? 2 : 0)
        );

    /// <summary>Removes what has changed before: each counts once, so that two tabs or a moving phone do not add up.</summary>
    public ClientOrigin Without(byte changed) => new((changed & 1) == 0 ? Network : 0, (changed & 2) == 0 ? Agent : 0);

    /// <summary>The origin after a request from another one; unknown parts stay.</summary>
    public ClientOrigin Then(ClientOrigin next) => new(next.Network == 0 ? Network : next.Network, next.Agent == 0 ? Agent : next.Agent);
}

/// <summary>Where on earth an address is reported to be, in whole degrees, which is coarser than a town.</summary>
/// <param name="Latitude">-90..90.</param>
/// <param name="Longitude">-180..180.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Place(short Latitude, short Longitude) : IStored
{
    public bool IsSound => Latitude is >= -90 and <= 90 && Longitude is >= -180 and <= 180;

    private const double EarthRadius = 6371;

    /// <summary>Great-circle distance in km, by the haversine formula (Sinnott 1984).</summary>
    public double DistanceTo(Place other)
    {
        var (a, b) = (Radians(Latitude), Radians(other.Latitude));
        var (north, east) = (Math.Sin((b - a) / 2), Math.Sin(Radians(other.Longitude - Longitude) / 2));
        return 2 * EarthRadius * Math.Asin(Math.Min(1, Math.Sqrt((north * north) + (Math.Cos(a) * Math.Cos(b) * east * east))));
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}

/// <summary>A recent opening of a session.</summary>
/// <param name="Device">Hash of the device's name; 0 for none.</param>
/// <param name="At">Server time.</param>
/// <param name="Place">The place; null if unknown.</param>
public readonly record struct Opening(ulong Device, DateTimeOffset At, Place? Place);
