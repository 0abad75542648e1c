using System.Collections.Frozen;

namespace Sentinel.Domain.Trust;

/// <summary>Rules of a policy, by name. Equal if all rules are.</summary>
public abstract class NamedRules<TRule> : IEquatable<NamedRules<TRule>>
    where TRule : class
{
    /// <summary>Maximum number of rules.</summary>
    public const int Capacity = 100;

    private readonly FrozenDictionary<string, TRule> rules;

    private protected NamedRules(IEnumerable<KeyValuePair<string, TRule>> rules) =>
        this.rules = rules.ToFrozenDictionary(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, TRule> Named => rules;

    /// <summary>The rule of this name; null if there is none, or the name is empty.</summary>
    private protected TRule? Find(string? name) => string.IsNullOrEmpty(name) ? null : rules.GetValueOrDefault(name);

    public bool Equals(NamedRules<TRule>? other) =>
        other is not null && rules.Count == other.rules.Count
        && rules.All(rule => rule.Value.Equals(other.rules.GetValueOrDefault(rule.Key)));

    public override bool Equals(object? obj) => Equals(obj as NamedRules<TRule>);

    public override int GetHashCode() => rules.Aggregate(0, (hash, rule) => hash ^ HashCode.Combine(rule.Key, rule.Value));
}
