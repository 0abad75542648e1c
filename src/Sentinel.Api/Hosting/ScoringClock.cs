using Sentinel.Application.Ports;

namespace Sentinel.Api.Hosting;

internal sealed class ServerClock : IScoringClock
{
    public DateTimeOffset Moment(double sentAt, DateTimeOffset serverNow) => serverNow;
}

/// <summary>For replays in Development: uses the times of a recording, so that it can be sent faster than it was recorded.</summary>
internal sealed class ClientClock : IScoringClock
{
    public DateTimeOffset Moment(double sentAt, DateTimeOffset serverNow) => DateTimeOffset.FromUnixTimeMilliseconds((long)sentAt);
}
