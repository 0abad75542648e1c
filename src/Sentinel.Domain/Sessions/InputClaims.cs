using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Sessions;

/// <summary>Until when a stream's events count as declared or untrusted input.</summary>
/// <param name="DeclaredUntil">Client ms until which key strokes are declared as paste, autofill, dictation or composition.</param>
/// <param name="UntrustedUntil">Client ms until which events may come from a script.</param>
public readonly record struct InputClaims(double DeclaredUntil, double UntrustedUntil) : IStored
{
    /// <summary>ms for which a signal applies: clients mark a script's events once a second.</summary>
    private const double Reach = 1_000;

    public bool IsSound => double.IsFinite(DeclaredUntil) && double.IsFinite(UntrustedUntil);

    /// <summary>Declares input. A declaration that is dated ahead counts from at most 5 s after the stream's last event.</summary>
    public InputClaims Declare(double t, in StreamClock clock) =>
        this with { DeclaredUntil = (clock.LastEvent > 0 ? Math.Min(t, clock.LastEvent + StreamClock.SetBack) : t) + Reach };

    /// <summary>
    /// Marks input after an <see cref="SignalType.UntrustedEvent"/>, including key strokes that began before it and are sent after it.
    /// </summary>
    public InputClaims Distrust(double t) => this with { UntrustedUntil = Math.Max(UntrustedUntil, t + Reach) };

    /// <summary>Shortens the mark after the client's clock was set back.</summary>
    public InputClaims SetBack(double t) => this with { UntrustedUntil = Math.Min(UntrustedUntil, t + Reach) };

    public bool IsDeclared(double t) => t <= DeclaredUntil;

    public bool IsUntrusted(double t) => t <= UntrustedUntil;
}
