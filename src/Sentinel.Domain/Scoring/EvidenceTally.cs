using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Scoring;

/// <summary>
/// Sums up the evidence of one batch by reason, as the detectors gave it. The answer's explanation weighs it by the policy.
/// </summary>
public ref struct EvidenceTally
{
    private const int Capacity = DetectorEvidence.MaxOfABatch;

    private Lines lines;
    private int count;
    private int notes;

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
            lines[i].Windows++;
            return;
        }

        if (count < Capacity)
            lines[count++] = new() { Code = code, Weight = evidence.Weight, Confidence = evidence.Confidence, Windows = 1 };
    }

    /// <summary>Says so if a reason has spoken that the tenant's lists snooze.</summary>
    public void NoteSnoozed(ReasonSet snoozed)
    {
        for (var i = 0; i < count && !snoozed.IsEmpty; i++)
        {
            if (lines[i].Weight == 0 || !snoozed.Contains(lines[i].Code.Id))
                continue;
            Note(ContextReasons.SnoozedByList);
            return;
        }
    }

    /// <summary>Adds a reason that only informs, once.</summary>
    public void Note(ReasonCode code)
    {
        for (var i = 0; i < count; i++)
        {
            if (lines[i].Code.Id == code.Id)
                return;
        }

        if (count < Capacity)
            lines[count++] = new() { Code = code, IsNote = true };
        notes++;
    }

    /// <summary>The heaviest evidence first, regardless of direction, then every note; at most four in total.</summary>
    public readonly ImmutableArray<Reason> Strongest(DetectorWeights weights)
    {
        if (count == 0)
            return [];
        var reasons = new Reason[Math.Min(count, Verdict.MaxReasons)];
        var filled = 0;
        var evidence = Math.Min(count - notes, Verdict.MaxReasons - Math.Min(notes, Verdict.MaxReasons));
        var taken = 0UL;
        while (filled < evidence)
        {
            var best = -1;
            for (var i = 0; i < count; i++)
            {
                if (!lines[i].IsNote && (taken >> i & 1) == 0 && (best < 0 || lines[i].Nats(weights) > lines[best].Nats(weights)))
                    best = i;
            }

            taken |= 1UL << best;
            reasons[filled++] = lines[best].Weighed(weights);
        }

        for (var i = 0; i < count && filled < reasons.Length; i++)
        {
            if (lines[i].IsNote)
                reasons[filled++] = lines[i].Said;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(reasons);
    }

    /// <summary>All evidence, as the detectors gave it, the heaviest first, regardless of direction, then every note.</summary>
    /// <param name="note">Another note, unless there is one of this reason; null for none.</param>
    public readonly ImmutableArray<DetectorEvidence> All(ReasonCode? note = null)
    {
        for (var i = 0; i < count; i++)
            note = lines[i].Code.Id == note?.Id ? null : note;
        if (count == 0 && note is null)
            return [];
        var all = new DetectorEvidence[count + (note is null ? 0 : 1)];
        for (var i = 0; i < count; i++)
            all[i] = new(lines[i].Said, (byte)Math.Min(byte.MaxValue, lines[i].Windows));
        if (note is not null)
            all[count] = new(Reason.Note(note), 0);
        Array.Sort(all, static (one, other) => Place(one).CompareTo(Place(other)));
        return ImmutableCollectionsMarshal.AsImmutableArray(all);

        static (bool, float, byte) Place(DetectorEvidence line) => (line.Windows == 0, -Math.Abs(line.Said.Weight), line.Said.Id);
    }

    /// <summary>What was said for this reason, weighed; a note if nothing was.</summary>
    public readonly Reason Of(ReasonCode code, DetectorWeights weights)
    {
        for (var i = 0; i < count; i++)
        {
            if (lines[i].Code.Id == code.Id)
                return lines[i].Weighed(weights);
        }

        return Reason.Note(code);
    }

    /// <summary>Whether any detector spoke: notes alone are no evidence.</summary>
    public readonly bool HasEvidence => count > notes;

    /// <summary>All reasons that speak against the user, as the detectors gave them, also those that an answer has no room for.</summary>
    public readonly ReasonSet Against()
    {
        var against = ReasonSet.None;
        for (var i = 0; i < count; i++)
            against = lines[i].Weight > 0 ? against.With(lines[i].Code.Id) : against;
        return against;
    }

    /// <summary>The reason with the highest positive weight; null for none.</summary>
    public readonly ReasonCode? Loudest(DetectorWeights weights)
    {
        var (best, most) = (-1, 0.0);
        for (var i = 0; i < count; i++)
        {
            if (lines[i].Weight * weights.Of(lines[i].Code) is var weight && weight > most)
                (best, most) = (i, weight);
        }

        return best < 0 ? null : lines[best].Code;
    }

    private struct Line
    {
        public ReasonCode Code;
        public bool IsNote;
        public double Weight;
        public double Confidence;
        public int Windows;

        public readonly Reason Said => IsNote ? Reason.Note(Code) : Reason.Of(Code, Weight, Confidence);

        public readonly double Nats(DetectorWeights weights) => Math.Abs(Weight * weights.Of(Code));

        public readonly Reason Weighed(DetectorWeights weights) =>
            IsNote ? Said : Reason.Of(Code, Weight * weights.Of(Code), Confidence);
    }

    [InlineArray(Capacity)]
    private struct Lines
    {
        private Line line;
    }
}
