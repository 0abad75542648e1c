using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Trust;

/// <summary>Nats by group.</summary>
[InlineArray(Capacity)]
public struct GroupNats
{
    /// <summary>As many as there may be groups: a set of them is stored in eight bits.</summary>
    public const int Capacity = 8;

    private float nats;
}

/// <summary>What one window adds for or against a bot.</summary>
public readonly struct WindowBotEvidence
{
    private WindowBotEvidence(double net, GroupNats groups, GroupSet judged) => (Net, Groups, Judged) = (net, groups, judged);

    /// <summary>Nats of all groups together, within the bounds of the policy; positive for a bot.</summary>
    public double Net { get; }

    /// <summary>
    /// If <see cref="Net"/> is positive, what each group adds: the positive ones add up to it, and each negative one lowers its own group.
    /// </summary>
    public GroupNats Groups { get; }

    /// <summary>The groups that the window can speak for or against.</summary>
    public GroupSet Judged { get; }

    /// <summary>The other groups.</summary>
    public GroupSet Unjudged => GroupSet.All.Without(Judged);

    /// <summary>The evidence of a window from the sum of each group.</summary>
    public static WindowBotEvidence Of(GroupNats groups, GroupSet judged, Policy policy)
    {
        var (sum, positive) = (0.0, 0.0);
        for (var i = 0; i < EvidenceGroups.Count; i++)
            (sum, positive) = (sum + groups[i], positive + Math.Max(0, groups[i]));
        var net = Math.Clamp(sum, -policy.MaxCreditPerWindow, policy.MaxBlamePerWindow);
        return net <= 0 ? new(net, default, judged) : new WindowBotEvidence(positive, groups, judged).Scaled(net);
    }

    /// <summary>This evidence with another sum. The positive groups keep their proportions.</summary>
    public WindowBotEvidence Scaled(double net)
    {
        var scaled = Groups;
        for (var i = 0; i < EvidenceGroups.Count && Net > 0; i++)
            scaled[i] *= scaled[i] > 0 ? (float)(net / Net) : 1;
        return new(net, scaled, Judged);
    }

    /// <summary>Nats for a bot from the groups that are not <paramref name="excused"/>.</summary>
    public double Without(GroupSet excused)
    {
        if (excused == GroupSet.None || Net <= 0)
            return Net;
        var sum = 0.0;
        for (var i = 0; i < EvidenceGroups.Count; i++)
            sum += excused.Contains((EvidenceGroup)i) ? 0 : Math.Max(0, Groups[i]);
        return sum;
    }
}

/// <summary>
/// The bot evidence of a session, by group. Each group's is capped below the block bound, and only a group that spoke in two or more
/// windows is a witness: without two witnesses, the sum is capped too. So no group blocks alone, and no single window joins another group
/// to a block.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct BotEvidence : IStored, IEquatable<BotEvidence>
{
    private const int WitnessWindows = 2;

    /// <summary>The groups to leave out so that no two look at the same key strokes.</summary>
    private static readonly GroupSet[] OneViewOfKeys =
        [GroupSet.None.With(EvidenceGroup.Manner), GroupSet.OfKeys.Without(GroupSet.None.With(EvidenceGroup.Manner))];

    /// <summary>The groups to leave out so that no two look at the same movements.</summary>
    private static readonly GroupSet[] OneViewOfPointers =
        [GroupSet.None.With(EvidenceGroup.Course), GroupSet.None.With(EvidenceGroup.Path)];

    private readonly GroupNats nats;
    private readonly ulong windows;

    private BotEvidence(GroupNats nats, ulong windows) => (this.nats, this.windows) = (nats, windows);

    /// <summary>Nats of all groups, each at most its cap.</summary>
    public double Sum => SumOf(GroupSet.All);

    /// <summary>The groups with evidence.</summary>
    public GroupSet Speaking
    {
        get
        {
            var set = GroupSet.None;
            for (var i = 0; i < EvidenceGroups.Count; i++)
                set = nats[i] > 0 ? set.With((EvidenceGroup)i) : set;
            return set;
        }
    }

    public bool IsSound
    {
        get
        {
            for (var i = 0; i < GroupNats.Capacity; i++)
            {
                if (!(nats[i] is >= 0 and <= 100) || (i >= EvidenceGroups.Count && nats[i] > 0))
                    return false;
            }

            return true;
        }
    }

    /// <summary>Nats of some groups.</summary>
    public double SumOf(GroupSet groups)
    {
        var sum = 0.0;
        for (var i = 0; i < EvidenceGroups.Count; i++)
            sum += groups.Contains((EvidenceGroup)i) ? nats[i] : 0;
        return sum;
    }

    /// <summary>Nats of one group.</summary>
    public double Of(EvidenceGroup group) => nats[(int)group];

    /// <summary>In how many windows the group spoke since it last had no evidence, at most 255.</summary>
    public int WindowsOf(EvidenceGroup group) => (byte)(windows >> (8 * (int)group));

    /// <summary>
    /// The nats that count: those of the witnesses if there are two or more, and otherwise at most one group's cap. Groups in
    /// <paramref name="disregarded"/> count nothing. Manner and the other groups of keys are one kind of witness, and so are course and
    /// path: what counts for more.
    /// </summary>
    public double Counted(Policy policy, GroupSet disregarded = default)
    {
        var counted = 0.0;
        for (var i = 0; i < EvidenceGroups.Count; i++)
            counted += disregarded.Contains((EvidenceGroup)i) ? 0 : Capped(i, policy);
        counted = Math.Min(counted, policy.MaxBotLogOddsPerGroup);
        foreach (var keys in OneViewOfKeys)
        {
            foreach (var pointer in OneViewOfPointers)
                counted = Math.Max(counted, Witnessed(disregarded.With(keys).With(pointer), policy));
        }

        return counted;
    }

    /// <summary>The sum of two or more witnesses; 0 for fewer.</summary>
    private double Witnessed(GroupSet disregarded, Policy policy)
    {
        var (witnesses, sum) = (0, 0.0);
        for (var i = 0; i < EvidenceGroups.Count; i++)
        {
            if (Capped(i, policy) is > 0 and var capped
                && WindowsOf((EvidenceGroup)i) >= WitnessWindows && !disregarded.Contains((EvidenceGroup)i))
                (witnesses, sum) = (witnesses + 1, sum + capped);
        }

        return witnesses >= 2 ? sum : 0;
    }

    /// <summary>A group's nats, which may be more than the cap of a policy that came later.</summary>
    private double Capped(int group, Policy policy) => Math.Min(nats[group], policy.CapOf((EvidenceGroup)group));

    /// <summary>
    /// Adds a window. Evidence for a person relieves the groups that the window judges, in proportion: typing says nothing about the hand
    /// at the pointer. In a window that is for a bot, each group that is against it relieves only itself.
    /// </summary>
    /// <param name="window">The window's evidence.</param>
    /// <param name="confidence">The window's weight, 0..1.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="reliefLeft">Nats by which the evidence may fall; reduced by what it fell.</param>
    public BotEvidence Add(in WindowBotEvidence window, double confidence, Policy policy, ref double reliefLeft)
    {
        if (window.Net <= 0)
        {
            var sum = SumOf(window.Judged);
            var relief = Math.Min(-window.Net * confidence, Math.Min(reliefLeft, sum));
            reliefLeft -= relief;
            return relief > 0 ? Scaled(1 - (relief / sum), window.Judged) : this;
        }

        var (next, counts) = (nats, windows);
        for (var i = 0; i < EvidenceGroups.Count; i++)
        {
            var change = Math.Max(window.Groups[i] * confidence, -Math.Min(reliefLeft, next[i]));
            next[i] = (float)Math.Clamp(next[i] + change, 0, policy.CapOf((EvidenceGroup)i));
            reliefLeft += Math.Min(0, change);
            if (next[i] <= 0)
                counts &= ~(0xFFUL << (8 * i));
            else if (change > 0 && WindowsOf((EvidenceGroup)i) < byte.MaxValue)
                counts += 1UL << (8 * i);
        }

        return new(next, counts);
    }

    /// <summary>Takes over the evidence of an earlier session: a share of it, with its windows.</summary>
    public BotEvidence Join(in BotEvidence other, double share, Policy policy)
    {
        var (next, counts) = (nats, 0UL);
        for (var i = 0; i < EvidenceGroups.Count; i++)
        {
            next[i] = (float)Math.Min(next[i] + (other.nats[i] * share), policy.CapOf((EvidenceGroup)i));
            counts |= (ulong)Math.Max(WindowsOf((EvidenceGroup)i), other.WindowsOf((EvidenceGroup)i)) << (8 * i);
        }

        return new(next, counts);
    }

    /// <summary>All groups, multiplied by a share, 0..1. A group that has nothing left has not spoken.</summary>
    public BotEvidence Scaled(double share) => Scaled(share, GroupSet.All);

    private BotEvidence Scaled(double share, GroupSet groups)
    {
        var (next, counts) = (nats, windows);
        for (var i = 0; i < EvidenceGroups.Count; i++)
        {
            next[i] = (float)(next[i] * (groups.Contains((EvidenceGroup)i) ? share : 1));
            if (next[i] <= 0)
                counts &= ~(0xFFUL << (8 * i));
        }

        return new(next, counts);
    }

    public bool Equals(BotEvidence other)
    {
        for (var i = 0; i < GroupNats.Capacity; i++)
        {
            if (nats[i] != other.nats[i])
                return false;
        }

        return windows == other.windows;
    }

    public override bool Equals(object? obj) => obj is BotEvidence other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Sum, windows);

    public static bool operator ==(BotEvidence one, BotEvidence other) => one.Equals(other);

    public static bool operator !=(BotEvidence one, BotEvidence other) => !one.Equals(other);
}
