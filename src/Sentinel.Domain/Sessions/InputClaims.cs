using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Sessions;

/// <summary>Until when a stream's events are not taken for a person's own, by what its client said of them.</summary>
/// <param name="DeclaredUntil">Client ms until which key strokes belong to a declared paste, autofill, dictation or composition.</param>
/// <param name="UntrustedUntil">Client ms until which events may be ones that a script dispatched.</param>
public readonly record struct InputClaims(double DeclaredUntil, double UntrustedUntil) : IStored
{
    /// <summary>ms for which either reaches: clients mark a script's events once a second.</summary>
    private const double Reach = 1_000;

    public bool IsSound => double.IsFinite(DeclaredUntil) && double.IsFinite(UntrustedUntil);

    /// <summary>However far ahead a declaration is dated, it reaches from where the stream is.</summary>
    public InputClaims Declare(double t, in StreamClock clock) =>
        this with { DeclaredUntil = (clock.LastEvent > 0 ? Math.Min(t, clock.LastEvent + StreamClock.SetBack) : t) + Reach };

    /// <summary>
    /// From an <see cref="SignalType.UntrustedEvent"/> on. Strokes that went down before it and are sent after it are within its reach too.
    /// </summary>
    public InputClaims Distrust(double t) => this with { UntrustedUntil = Math.Max(UntrustedUntil, t + Reach) };

    /// <summary>The client's clock was set back: what was marked by the old one does not reach on.</summary>
    public InputClaims SetBack(double t) => this with { UntrustedUntil = Math.Min(UntrustedUntil, t + Reach) };

    public bool IsDeclared(double t) => t <= DeclaredUntil;

    public bool IsUntrusted(double t) => t <= UntrustedUntil;
}
