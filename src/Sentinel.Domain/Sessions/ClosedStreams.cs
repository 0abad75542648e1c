using System.Collections.Immutable;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Sessions;

/// <summary>A stream that was closed.</summary>
/// <param name="Id">Which.</param>
/// <param name="NewestAt">
/// The newest client time of the session's input by then, so no older than any of the stream's; ms since the Unix epoch.
/// </param>
public readonly record struct ClosedStream(StreamId Id, double NewestAt);

/// <summary>
/// Which streams a session has closed, so that no sequence of a closed stream is scored again. The last ones are kept by name. Those
/// before them are forgotten, and with them
/// whatever is as old as their input: a stream that is not known may only bring what is younger. Immutable.
/// </summary>
public sealed record ClosedStreams
{
    public const int Capacity = 8;

    public static readonly ClosedStreams None = new();

    /// <summary>Oldest first.</summary>
    public ImmutableArray<ClosedStream> Kept { get; init; } = [];

    /// <summary>Client time, ms since the Unix epoch; 0 while none was forgotten.</summary>
    public double ForgottenUpTo { get; init; }

    /// <summary>Whether a batch of a stream that is not open may be one that was scored before.</summary>
    public bool Refuses(Batch batch)
    {
        foreach (var closed in Kept)
        {
            if (closed.Id == batch.Stream)
                return true;
        }

        return ForgottenUpTo > 0 && batch.Oldest <= ForgottenUpTo;
    }

    /// <summary>With one more; the oldest is forgotten where there is no room.</summary>
    public ClosedStreams With(ClosedStream closed) => Kept.Length < Capacity
        ? this with { Kept = Kept.Add(closed) }
        : new() { Kept = Kept.RemoveAt(0).Add(closed), ForgottenUpTo = Math.Max(ForgottenUpTo, Kept[0].NewestAt) };
}
