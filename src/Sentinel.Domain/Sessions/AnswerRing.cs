using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Sessions;

/// <summary>An earlier answer, stored for a client that did not receive it.</summary>
/// <param name="Stream">The batch's stream.</param>
/// <param name="Sequence">The batch's sequence.</param>
/// <param name="ContentHash">The hash of the batch's content.</param>
/// <param name="CommitNumber">The commit's number; with <paramref name="At"/> it gives the decision's id.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Verdict">The answer.</param>
public sealed record RecentAnswer(
    StreamId Stream,
    long Sequence,
    uint ContentHash,
    long CommitNumber,
    DateTimeOffset At,
    Verdict Verdict
);

/// <summary>The last 30 answers of a session, oldest first. Immutable.</summary>
public sealed class AnswerRing
{
    public const int Capacity = 30;

    public static readonly AnswerRing Empty = new([]);

    private readonly RecentAnswer[] answers;

    private AnswerRing(RecentAnswer[] answers) => this.answers = answers;

    public ReadOnlySpan<RecentAnswer> Answers => answers;

    /// <summary>Creates a ring from answers, oldest first; keeps only the newest 30.</summary>
    public static AnswerRing Of(ReadOnlySpan<RecentAnswer> answers) =>
        new(answers[Math.Max(0, answers.Length - Capacity)..].ToArray());

    public AnswerRing Add(RecentAnswer answer)
    {
        var kept = answers.AsSpan(Math.Max(0, answers.Length - Capacity + 1));
        var next = new RecentAnswer[kept.Length + 1];
        kept.CopyTo(next);
        next[^1] = answer;
        return new(next);
    }

    /// <summary>Removes the answers of a stream.</summary>
    public AnswerRing Without(StreamId stream) => new(Array.FindAll(answers, answer => answer.Stream != stream));

    public RecentAnswer? Find(StreamId stream, long sequence)
    {
        for (var i = answers.Length - 1; i >= 0; i--)
        {
            if (answers[i].Sequence == sequence && answers[i].Stream == stream)
                return answers[i];
        }

        return null;
    }
}
