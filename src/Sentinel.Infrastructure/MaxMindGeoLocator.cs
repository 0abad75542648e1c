using System.Net;
using MaxMind.Db;
using MaxMind.GeoIP2;
using Sentinel.Application.Ports;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Infrastructure;

/// <summary>A GeoIP2 or GeoLite2 City database of MaxMind's, mapped into memory.</summary>
public sealed class MaxMindGeoLocator : IGeoLocator, IDisposable
{
    private readonly DatabaseReader reader;

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no database of cities.</exception>
    public MaxMindGeoLocator(string file)
    {
        try
        {
            reader = new(file);
        }
        catch (InvalidDatabaseException e)
        {
            throw new InvalidDataException(e.Message, e);
        }

        if (!reader.Metadata.DatabaseType.Contains("City", StringComparison.Ordinal))
            throw new InvalidDataException($"it is a database of the type {reader.Metadata.DatabaseType}, not of cities");
    }

    public Place? Find(IPAddress address) =>
        reader.TryCity(address, out var city) && city?.Location is { Latitude: { } latitude, Longitude: { } longitude }
            ? new((short)Math.Round(latitude), (short)Math.Round(longitude))
            : null;

    public void Dispose() => reader.Dispose();
}

/// <summary>Where no database is configured, nothing is known.</summary>
public sealed class NoGeoLocator : IGeoLocator
{
    public Place? Find(IPAddress address) => null;
}
