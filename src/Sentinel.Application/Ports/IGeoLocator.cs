using System.Net;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Application.Ports;

/// <summary>Finds the place and the country of an IP address.</summary>
public interface IGeoLocator
{
    /// <summary>The place; null if it is unknown.</summary>
    Place? Find(IPAddress address);

    /// <summary>Whether there is a database that may know countries.</summary>
    bool KnowsCountries { get; }

    /// <summary>The country, ISO 3166-1 alpha-2; null if it is unknown.</summary>
    string? Country(IPAddress address);
}
