using System.Collections.Immutable;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Scoring;

/// <summary>Why a batch was not scored.</summary>
public enum Refusal : byte { AlreadyScored, SequenceReused, StreamClosed }

/// <summary>The result of scoring a batch: one of the three records below.</summary>
public abstract record ScoreResult
{
    private ScoreResult()
    {
    }

    /// <summary>The batch was scored. The caller must write the new states.</summary>
    public sealed record Scored(SessionState Session, UserState User, Verdict Verdict) : ScoreResult
    {
        /// <summary>The user's new carry-over; null to keep the stored one, when no window was judged.</summary>
        public double? CarryOver { get; init; }

        /// <summary>The closed windows for training; null for none.</summary>
        public TrainingSample? TrainingSample { get; init; }

        /// <summary>The sketches of new input; the user's memory has them.</summary>
        public ImmutableArray<InputSketch> Sketches { get; init; } = [];

        /// <summary>Whether the verdict depends on the sketches of the user's earlier sessions.</summary>
        public bool ComparesSketches { get; init; }

        /// <summary>The learning gate's outcome for the training sample.</summary>
        public LearningOutcome Learning { get; init; }

        /// <summary>
        /// The strongest reason of a batch after which the session is decided more strictly than just before it; otherwise null.
        /// </summary>
        public ReasonCode? TurnedBy { get; init; }
    }

    /// <summary>The same batch was scored before. Nothing is written.</summary>
    /// <param name="Verdict">The earlier answer, or a stricter one.</param>
    public sealed record Replayed(Verdict Verdict) : ScoreResult;

    /// <summary>The batch is refused. Nothing is written.</summary>
    public sealed record Refused(Refusal Refusal) : ScoreResult;
}
