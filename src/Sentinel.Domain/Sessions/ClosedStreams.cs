using System.Collections.Immutable;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Sessions;

/// <summary>A stream that was closed.</summary>
/// <param name="Id">The stream.</param>
/// <param name="NewestAt">
/// The newest client time of the session's input when the stream was closed, ms since the Unix epoch. No input of the stream is newer.
/// </param>
public readonly record struct ClosedStream(StreamId Id, double NewestAt);

/// <summary>
/// The closed streams of a session, so that no sequence of a closed stream is scored again. The last ones are stored by id. Of older ones,
/// only the newest input time is stored: an unknown stream may only send newer input. Immutable.
/// </summary>
public sealed record ClosedStreams
{
    public const int Capacity = 8;

    public static readonly ClosedStreams None = new();

    /// <summary>Oldest first.</summary>
    public ImmutableArray<ClosedStream> Kept { get; init; } = [];

    /// <summary>Client ms since the Unix epoch up to which unknown streams are refused; 0 for no limit.</summary>
    public double ForgottenUpTo { get; init; }

    /// <summary>Whether a batch of a stream that is not open may have been scored before.</summary>
    public bool Refuses(Batch batch)
    {
        foreach (var closed in Kept)
        {
            if (closed.Id == batch.Stream)
                return true;
        }

        return ForgottenUpTo > 0 && batch.Oldest <= ForgottenUpTo;
    }

    /// <summary>Adds a closed stream; removes the oldest if there is no room.</summary>
    public ClosedStreams With(ClosedStream closed) => Kept.Length < Capacity
        ? this with { Kept = Kept.Add(closed) }
        : new() { Kept = Kept.RemoveAt(0).Add(closed), ForgottenUpTo = Math.Max(ForgottenUpTo, Kept[0].NewestAt) };
}
