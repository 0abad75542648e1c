using Sentinel.Application.Ports;

namespace Sentinel.Api.Hosting;

internal sealed class ServerClock : IScoringClock
{
    public DateTimeOffset Moment(double sentAt, DateTimeOffset serverNow) => serverNow;
}

/// <summary>For replays in Development: a recording's own time, so that it can be sent faster than it was made.</summary>
internal sealed class ClientClock : IScoringClock
{
    public DateTimeOffset Moment(double sentAt, DateTimeOffset serverNow) => DateTimeOffset.FromUnixTimeMilliseconds((long)sentAt);
}
