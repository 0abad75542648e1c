using System.Net;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Application.Ports;

/// <summary>Finds the place of an IP address.</summary>
public interface IGeoLocator
{
    /// <summary>The place; null if it is unknown.</summary>
    Place? Find(IPAddress address);
}
