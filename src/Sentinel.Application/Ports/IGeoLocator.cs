using System.Net;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Application.Ports;

/// <summary>Where addresses are said to be.</summary>
public interface IGeoLocator
{
    /// <summary>Null where that is not known.</summary>
    Place? Find(IPAddress address);
}
