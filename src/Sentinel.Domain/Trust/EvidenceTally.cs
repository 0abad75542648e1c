using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Sentinel.Domain.Detection;

namespace Sentinel.Domain.Trust;

/// <summary>Sums up, per reason, what the windows of one batch said, for the answer's explanation.</summary>
public ref struct EvidenceTally
{
    private const int Capacity = 64;

    private Lines lines;
    private int count;

    public void Add(ReasonCode code, Evidence evidence)
    {
        if (evidence.Confidence <= 0)
            return;
        for (var i = 0; i < count; i++)
        {
            if (lines[i].Code.Id != code.Id)
                continue;
            lines[i].Weight += evidence.Weight;
            lines[i].Confidence = Math.Max(lines[i].Confidence, evidence.Confidence);
            return;
        }

        if (count < Capacity)
            lines[count++] = new() { Code = code, Weight = evidence.Weight, Confidence = evidence.Confidence };
    }

    public void Note(ReasonCode code) => Add(code, new(0, 1));

    /// <summary>The heaviest first, whatever their direction; notes last. At most five.</summary>
    public readonly ImmutableArray<Reason> Strongest()
    {
        var taken = 0UL;
        var reasons = ImmutableArray.CreateBuilder<Reason>(Math.Min(count, Verdict.MaxReasons));
        while (reasons.Count < reasons.Capacity)
        {
            var best = -1;
            for (var i = 0; i < count; i++)
            {
                if ((taken >> i & 1) == 0 && (best < 0 || Math.Abs(lines[i].Weight) > Math.Abs(lines[best].Weight)))
                    best = i;
            }

            taken |= 1UL << best;
            reasons.Add(Reason.Of(lines[best].Code, lines[best].Weight, lines[best].Confidence));
        }

        return reasons.MoveToImmutable();
    }

    /// <summary>The reason that speaks loudest for a bot; null when none does.</summary>
    public readonly ReasonCode? Loudest()
    {
        var best = -1;
        for (var i = 0; i < count; i++)
        {
            if (lines[i].Weight > 0 && (best < 0 || lines[i].Weight > lines[best].Weight))
                best = i;
        }

        return best < 0 ? null : lines[best].Code;
    }

    private struct Line
    {
        public ReasonCode Code;
        public double Weight;
        public double Confidence;
    }

    [InlineArray(Capacity)]
    private struct Lines
    {
        private Line line;
    }
}
