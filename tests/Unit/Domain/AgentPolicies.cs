using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>Policies with a rule for one agent.</summary>
internal static class AgentPolicies
{
    public const string Acme = "acme-shopper";

    public static readonly Policy Ruled = Under(new(Decision.Allow, Decision.Challenge, Decision.Block));

    public static readonly Policy Welcome = Under(new(Decision.Allow, Decision.Allow, Decision.Allow));

    public static Policy Under(AgentRule rule) => Policy.Default with { Agents = AgentRules.Of([new(Acme, rule)]) };
}
