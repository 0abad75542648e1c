namespace Sentinel.Domain.Trust;

/// <summary>The policies that a tenant's sessions are scored by.</summary>
/// <param name="Live">Decides.</param>
/// <param name="Shadow">Is scored beside it, without effect; null for none.</param>
public readonly record struct PolicyPair(Policy Live, Policy? Shadow = null)
{
    public static implicit operator PolicyPair(Policy live) => new(live);
}
