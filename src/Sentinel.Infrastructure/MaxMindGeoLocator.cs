using System.Net;
using MaxMind.Db;
using MaxMind.GeoIP2;
using Sentinel.Application.Ports;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Infrastructure;

/// <summary>A MaxMind GeoIP2 or GeoLite2 City database, mapped into memory.</summary>
public sealed class MaxMindGeoLocator : IGeoLocator, IDisposable
{
    private readonly DatabaseReader reader;

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not a City database.</exception>
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

    public bool KnowsCountries => true;

    public string? Country(IPAddress address) => reader.TryCity(address, out var city) ? city?.Country.IsoCode : null;

    public void Dispose() => reader.Dispose();
}

/// <summary>Used if no database is configured; finds no place and no country.</summary>
public sealed class NoGeoLocator : IGeoLocator
{
    public Place? Find(IPAddress address) => null;

    public bool KnowsCountries => false;

    public string? Country(IPAddress address) => null;
}
