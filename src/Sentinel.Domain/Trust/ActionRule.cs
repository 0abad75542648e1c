namespace Sentinel.Domain.Trust;

/// <summary>What an action needs beside the sensitivity that the site gives it. A rule makes decisions stricter, never milder.</summary>
/// <param name="Sensitivity">The action's least sensitivity.</param>
/// <param name="MinTrust">Trust below which it is challenged unless a challenge was passed, 0..1.</param>
/// <param name="NeedsPass">Whether it is allowed only after a challenge that was passed and is still valid.</param>
public sealed record ActionRule(Sensitivity Sensitivity = Sensitivity.Low, double MinTrust = 0, bool NeedsPass = false)
{
    public static readonly ActionRule None = new();
}

/// <summary>The rules of actions, by name.</summary>
public sealed class ActionRules : NamedRules<ActionRule>
{
    public static readonly ActionRules None = new([]);

    private ActionRules(IEnumerable<KeyValuePair<string, ActionRule>> rules) : base(rules)
    {
    }

    public static ActionRules Of(IEnumerable<KeyValuePair<string, ActionRule>> rules) => new(rules);

    /// <summary>The action's rule; <see cref="ActionRule.None"/> if it has none, or for a batch, whose action is empty.</summary>
    public ActionRule Of(string action) => Find(action) ?? ActionRule.None;
}
