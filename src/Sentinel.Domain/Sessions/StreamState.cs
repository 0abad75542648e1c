using System.Runtime.CompilerServices;
using Sentinel.Domain.Features;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Sessions;

/// <summary>The state of one tab or device of a session: sequences, clock, and accumulators of open windows.</summary>
public sealed record StreamState
{
    private readonly StrongBox<FixedTextTrace>? entry;

    public required StreamId Id { get; init; }

    public SequenceWindow Sequences { get; init; }

    public StreamClock Clock { get; init; }

    /// <summary>Server time of the last accepted batch, ms since the Unix epoch; decides which streams keep their accumulators.</summary>
    public long TouchedAt { get; init; }

    /// <summary>Whether input was lost: the next window counts half.</summary>
    public bool GapPending { get; init; }

    public InputClaims Claims { get; init; }

    public KeyRhythm Keys { get; init; }

    public PointerMotion Pointer { get; init; }

    /// <summary>The open entry of a fixed text. It is on the heap, because usually there is none.</summary>
    public FixedTextTrace FixedText { get => entry?.Value ?? default; init => entry = value.Strokes > 0 ? new(value) : null; }

    public FreeTextTrace FreeText { get; init; }

    /// <summary>Drops the accumulators of the stream's open windows.</summary>
    public StreamState Park() => this with { IsParked = true, Keys = default, Pointer = default, FixedText = default, FreeText = default };

    /// <summary>Replaces times that are further ahead than clocks may differ. The session's age is in ms.</summary>
    internal StreamState AsOf(DateTimeOffset now, double age)
    {
        var apart = ClockSkew.Tolerated.TotalMilliseconds;
        var at = now.ToUnixTimeMilliseconds();
        var (late, ahead) = (TouchedAt - at > apart, Clock.StartedAt - age > apart);
        return late || ahead
            ? this with { TouchedAt = late ? at : TouchedAt, Clock = ahead ? Clock with { StartedAt = age } : Clock }
            : this;
    }

    /// <summary>Whether its accumulators were dropped; the next batch starts new ones.</summary>
    public bool IsParked { get; init; }
}
