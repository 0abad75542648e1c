namespace Sentinel.Application.Ports;

/// <summary>The time at which a batch is scored: server time, or, for replays in Development, the client's <c>sentAt</c>.</summary>
public interface IScoringClock
{
    DateTimeOffset Moment(double sentAt, DateTimeOffset serverNow);
}
