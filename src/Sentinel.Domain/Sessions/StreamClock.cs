using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Sessions;

/// <summary>
/// The earned time of a stream. Only intervals between client times count. They are limited to server time plus the policy's grace, and
/// each to <see cref="LongestInterval"/>, which also makes clock jumps harmless.
/// </summary>
/// <param name="StartedAt">
/// Server ms from the session's opening to the stream's first event, assuming that its first batch ends now.
/// </param>
/// <param name="LastEvent">Client ms of the newest event; 0 before the first.</param>
/// <param name="Elapsed">Earned ms since the stream's first event.</param>
public readonly record struct StreamClock(double StartedAt, double LastEvent, double Elapsed) : IStored
{
    /// <summary>Maximum ms that one interval earns.</summary>
    public const double LongestInterval = 10_000;

    /// <summary>ms; an event older than the newest by more means that the client's clock was set back.</summary>
    public const double SetBack = 5_000;

    /// <summary>Earned time since the session was opened, ms.</summary>
    public double Earned => StartedAt + Elapsed;

    public bool IsSound =>
        double.IsFinite(StartedAt) && StartedAt >= 0 && double.IsFinite(LastEvent) && double.IsFinite(Elapsed) && Elapsed >= 0;

    /// <summary>Advances to an event; an older event earns nothing.</summary>
    public StreamClock Advance(double t)
    {
        if (LastEvent <= 0 || t < LastEvent - SetBack)
            return this with { LastEvent = t };
        var interval = Math.Clamp(t - LastEvent, 0, LongestInterval);
        return this with { LastEvent = Math.Max(LastEvent, t), Elapsed = Elapsed + interval };
    }

    /// <summary>Whether the stream claims more time than has passed on the server.</summary>
    /// <param name="limit">Server ms since the session was opened, plus the grace.</param>
    public bool Exceeds(double limit) => Earned > limit;

    /// <summary>Removes claimed time beyond the limit.</summary>
    public StreamClock Hold(double limit) => Exceeds(limit) ? this with { Elapsed = Math.Max(0, limit - StartedAt) } : this;
}
