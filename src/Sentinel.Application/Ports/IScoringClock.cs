namespace Sentinel.Application.Ports;

/// <summary>Which <em>now</em> a batch is scored at: the server's, or in Development, for replays, the client's <c>sentAt</c>.</summary>
public interface IScoringClock
{
    DateTimeOffset Moment(double sentAt, DateTimeOffset serverNow);
}
