using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Scoring;

/// <summary>Why a batch was not scored.</summary>
public enum Refusal : byte { AlreadyScored, SequenceReused, StreamClosed }

/// <summary>What scoring a batch came to: one of the three records below.</summary>
public abstract record ScoreResult
{
    private ScoreResult()
    {
    }

    /// <summary>The batch was scored, and the new states are to be written.</summary>
    /// <param name="Session">The session's new state.</param>
    /// <param name="User">The user's new state.</param>
    /// <param name="Verdict">The decision, with the batch's evidence.</param>
    public sealed record Scored(SessionState Session, UserState User, Verdict Verdict) : ScoreResult
    {
        /// <summary>
        /// The carry-over that the batch leaves with the user; null when no window was judged, so that it leaves the user's alone.
        /// </summary>
        public double? CarryOver { get; init; }

        /// <summary>The windows that closed and may teach; null where there is none.</summary>
        public TrainingSample? TrainingSample { get; init; }

        /// <summary>What the learning gate says of them.</summary>
        public LearningOutcome Learning { get; init; }
    }

    /// <summary>The same batch was scored before. Nothing is to be written.</summary>
    /// <param name="Verdict">The answer of then, or a stricter one.</param>
    public sealed record Replayed(Verdict Verdict) : ScoreResult;

    /// <summary>The batch is not acceptable. Nothing is to be written.</summary>
    public sealed record Refused(Refusal Refusal) : ScoreResult;
}
