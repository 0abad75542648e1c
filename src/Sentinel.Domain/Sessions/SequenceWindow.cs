using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Sessions;

/// <summary>Whether a sequence may be scored.</summary>
public enum SequenceStatus : byte { New, Seen, TooOld }

/// <summary>The highest sequence of a stream, and which of the 64 behind it were seen, so that each is scored at most once.</summary>
/// <param name="Highest">0 before the first.</param>
/// <param name="Behind">Bit i: the sequence <c>Highest − 1 − i</c> was seen.</param>
public readonly record struct SequenceWindow(long Highest, ulong Behind) : IStored
{
    /// <summary>How far behind the highest an unseen sequence is still accepted.</summary>
    public const int Width = 64;

    public bool IsSound => Highest is >= 0 and <= 1L << 53;

    public SequenceStatus Check(long sequence)
    {
        if (sequence > Highest)
            return SequenceStatus.New;
        if (sequence == Highest)
            return SequenceStatus.Seen;
        var distance = Highest - sequence - 1;
        if (distance >= Width)
            return SequenceStatus.TooOld;
        return (Behind >> (int)distance & 1) == 1 ? SequenceStatus.Seen : SequenceStatus.New;
    }

    /// <summary>Marks a new sequence as seen; the highest never goes down.</summary>
    public SequenceWindow Add(long sequence)
    {
        if (sequence < Highest)
            return this with { Behind = Behind | 1UL << (int)(Highest - sequence - 1) };

        var jump = sequence - Highest;
        var behind = jump >= Width ? 0 : Behind << (int)jump;
        if (Highest > 0 && jump <= Width)
            behind |= 1UL << (int)(jump - 1);
        return new(sequence, behind);
    }

    /// <summary>Whether accepting this sequence next leaves a gap behind it.</summary>
    public bool LeavesGap(long sequence) => Highest > 0 && sequence > Highest + 1;
}
