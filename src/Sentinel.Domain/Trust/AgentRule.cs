namespace Sentinel.Domain.Trust;

/// <summary>
/// What a declared agent gets for each sensitivity. It takes the place of what behaviour says, because an agent is a program and behaves
/// like one. What a rule leaves out is BLOCK.
/// </summary>
public sealed record AgentRule(Decision Low = Decision.Block, Decision Medium = Decision.Block, Decision High = Decision.Block)
{
    /// <summary>The decision about an action, as long as no challenge was passed.</summary>
    public Decision Of(Sensitivity sensitivity) => sensitivity switch
    {
        Sensitivity.Low => Low,
        Sensitivity.Medium => Medium,
        _ => High,
    };

    /// <summary>Whether more sensitivity never gives a milder decision.</summary>
    public bool IsOrdered => Low <= Medium && Medium <= High;
}

/// <summary>The rules of declared agents, by name.</summary>
public sealed class AgentRules : NamedRules<AgentRule>
{
    /// <summary>Maximum length of an agent's name.</summary>
    public const int LongestName = 64;

    public static readonly AgentRules None = new([]);

    private AgentRules(IEnumerable<KeyValuePair<string, AgentRule>> rules) : base(rules)
    {
    }

    public static AgentRules Of(IEnumerable<KeyValuePair<string, AgentRule>> rules) => new(rules);

    /// <summary>The agent's rule; null for people, and for an agent that the policy does not name.</summary>
    public AgentRule? Of(string? agent) => Find(agent);

    /// <summary>Whether this can be an agent's name: 1–64 of <c>[a-z0-9._-]</c>.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= LongestName }
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '_' or '-');
}
