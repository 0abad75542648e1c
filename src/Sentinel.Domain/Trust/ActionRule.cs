using System.Collections.Frozen;

namespace Sentinel.Domain.Trust;

/// <summary>What an action needs beside the sensitivity that the site gives it. A rule makes decisions stricter, never milder.</summary>
/// <param name="Sensitivity">The action's least sensitivity.</param>
/// <param name="MinTrust">Trust below which it is challenged unless a challenge was passed, 0..1.</param>
/// <param name="NeedsPass">Whether it is allowed only after a challenge that was passed and is still valid.</param>
public sealed record ActionRule(Sensitivity Sensitivity = Sensitivity.Low, double MinTrust = 0, bool NeedsPass = false)
{
    public static readonly ActionRule None = new();
}

/// <summary>The rules of actions, by name. Equal if all rules are.</summary>
public sealed class ActionRules : IEquatable<ActionRules>
{
    /// <summary>Maximum number of rules.</summary>
    public const int Capacity = 100;

    public static readonly ActionRules None = new(FrozenDictionary<string, ActionRule>.Empty);

    private readonly FrozenDictionary<string, ActionRule> rules;

    private ActionRules(FrozenDictionary<string, ActionRule> rules) => this.rules = rules;

    public IReadOnlyDictionary<string, ActionRule> Named => rules;

    public static ActionRules Of(IEnumerable<KeyValuePair<string, ActionRule>> rules) =>
        new(rules.ToFrozenDictionary(StringComparer.Ordinal));

    /// <summary>The action's rule; <see cref="ActionRule.None"/> if it has none, or for a batch, whose action is empty.</summary>
    public ActionRule Of(string action) => action.Length == 0 ? ActionRule.None : rules.GetValueOrDefault(action, ActionRule.None);

    public bool Equals(ActionRules? other) =>
        other is not null && rules.Count == other.rules.Count && rules.All(rule => other.rules.GetValueOrDefault(rule.Key) == rule.Value);

    public override bool Equals(object? obj) => Equals(obj as ActionRules);

    public override int GetHashCode() => rules.Aggregate(0, (hash, rule) => hash ^ HashCode.Combine(rule.Key, rule.Value));
}
