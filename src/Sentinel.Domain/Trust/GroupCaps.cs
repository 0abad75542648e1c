using Sentinel.Domain.Detection;

namespace Sentinel.Domain.Trust;

/// <summary>
/// The most evidence for a bot that counts from each group, nats, for groups that have less than <see
/// cref="Policy.MaxBotLogOddsPerGroup"/>. 0 takes a group's evidence out. Equal if all caps are.
/// </summary>
public readonly struct GroupCaps : IEquatable<GroupCaps>
{
    // What each cap takes away from the largest one, so that the default value caps nothing.
    private readonly GroupNats below;

    private GroupCaps(GroupNats below) => this.below = below;

    /// <summary>More than any cap.</summary>
    public const double Unlimited = 100;

    /// <summary>The group's cap; <see cref="Unlimited"/> if it has none.</summary>
    public double Of(EvidenceGroup group) => Unlimited - below[(int)group];

    /// <summary>The caps with one more.</summary>
    /// <param name="group">The group.</param>
    /// <param name="nats">0..<see cref="Unlimited"/>.</param>
    public GroupCaps With(EvidenceGroup group, double nats)
    {
        var next = below;
        next[(int)group] = (float)(Unlimited - nats);
        return new(next);
    }

    public bool Equals(GroupCaps other) => ((ReadOnlySpan<float>)below).SequenceEqual(other.below);

    public override bool Equals(object? obj) => obj is GroupCaps other && Equals(other);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (var one in below) hash.Add(one);
        return hash.ToHashCode();
    }

    public static bool operator ==(GroupCaps one, GroupCaps other) => one.Equals(other);

    public static bool operator !=(GroupCaps one, GroupCaps other) => !one.Equals(other);
}
