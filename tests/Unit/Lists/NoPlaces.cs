using System.Net;
using Sentinel.Application.Ports;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Unit.Tests;

/// <summary>A node without a database of places.</summary>
internal sealed class NoPlaces : IGeoLocator
{
    public bool KnowsCountries => false;

    public Place? Find(IPAddress address) => null;

    public string? Country(IPAddress address) => null;
}
