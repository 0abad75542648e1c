using Sentinel.Application.Results;
using Sentinel.Domain.Scoring;

namespace Sentinel.Application.Batches;

/// <summary>Why a sequence was not scored.</summary>
internal static class SequenceFaults
{
    private static readonly Fault AlreadyScored = new(
        FaultKind.Conflict,
        "already_scored",
        "This sequence of the stream was scored, or may have been, and its answer is no longer kept. Go on with the next."
    );

    private static readonly Fault SequenceReused = new(
        FaultKind.Conflict,
        "sequence_reused",
        "This sequence of the stream was scored with other content. A sequence number always names the same content."
    );

    private static readonly Fault StreamClosed = new(
        FaultKind.Conflict,
        "stream_closed",
        "This stream was closed since the session has opened others. Start a new stream, at sequence 1."
    );

    public static Fault Of(Refusal refusal) => refusal switch
    {
        Refusal.AlreadyScored => AlreadyScored,
        Refusal.SequenceReused => SequenceReused,
        _ => StreamClosed,
    };
}
