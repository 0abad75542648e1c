using System.Reflection;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>Policies drawn at random.</summary>
internal static class RandomPolicies
{
    private static readonly PropertyInfo[] Numbers =
        [.. typeof(Policy).GetProperties().Where(member => PolicyRules.RangeOf(member) is not null)];

    /// <summary>A valid policy with version 1.</summary>
    public static Policy Valid(Random random)
    {
        while (true)
        {
            var number = random.Next(1_000);
            var policy = Policy.Default with
            {
                Name = $"policy-{number}",
                HighNeedsIdentity = random.Next(2) == 0,
                ChallengeColdStart = random.Next(2) == 0,
                Weights = DetectorWeights.Of(
                    Drawn(random, DetectorCatalog.All, 0.2).Select(one => KeyValuePair.Create(one.Reason.Name, Share(random) * 2))),
                GroupCaps = Drawn(random, Enum.GetValues<EvidenceGroup>(), 0.3)
                    .Aggregate(default(GroupCaps), (caps, group) => caps.With(group, Math.Round(random.NextDouble() * 10, 2))),
                Actions = ActionRules.Of(Enumerable.Range(0, random.Next(4)).Select(i => KeyValuePair.Create(
                    $"action-{i}",
                    new ActionRule((Sensitivity)random.Next(3), Share(random), random.Next(2) == 0)))),
                Agents = Agents(new(number)),
            };
            foreach (var member in Drawn(random, Numbers, 0.15))
                member.SetValue(policy, Value(random, member));
            if (PolicyRules.FaultsOf(policy).Count == 0)
                return policy;
        }
    }

    private static AgentRules Agents(Random random) =>
        AgentRules.Of(Enumerable.Range(0, random.Next(4)).Select(i => KeyValuePair.Create($"agent-{i}", Agent(random))));

    private static AgentRule Agent(Random random)
    {
        Decision[] decisions = [(Decision)random.Next(3), (Decision)random.Next(3), (Decision)random.Next(3)];
        Array.Sort(decisions);
        return new(decisions[0], decisions[1], decisions[2]);
    }

    private static object Value(Random random, PropertyInfo member)
    {
        var range = PolicyRules.RangeOf(member)!;
        var value = range.Least + (random.NextDouble() * (range.Most - range.Least));
        return member.PropertyType == typeof(TimeSpan) ? TimeSpan.FromMilliseconds(Math.Round(value * 1_000))
            : member.PropertyType == typeof(int) ? (object)(int)value
            : value;
    }

    private static double Share(Random random) => Math.Round(random.NextDouble(), 3);

    private static IEnumerable<T> Drawn<T>(Random random, IEnumerable<T> all, double share) =>
        [.. all.Where(_ => random.NextDouble() < share)];
}
