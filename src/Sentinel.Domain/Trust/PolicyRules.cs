using System.Globalization;
using System.Reflection;

namespace Sentinel.Domain.Trust;

/// <summary>A member of a policy that is not valid.</summary>
/// <param name="Member">The name of the property.</param>
/// <param name="Message">What is valid.</param>
public readonly record struct PolicyFault(string Member, string Message);

/// <summary>
/// What every policy must keep to. Within these rules, no policy breaks the promises of docs/invariants.md: no single window, no single
/// group of aspects and no evidence of earlier sessions blocks alone.
/// </summary>
public static class PolicyRules
{
    private static readonly IReadOnlyList<(PropertyInfo Member, WithinAttribute Range)> Ranges =
    [
        .. typeof(Policy).GetProperties()
            .Select(member => (member, member.GetCustomAttribute<WithinAttribute>()!))
            .Where(pair => pair.Item2 is not null),
    ];

    /// <summary>The range of a member; null if it is no number.</summary>
    public static WithinAttribute? RangeOf(PropertyInfo member) => member.GetCustomAttribute<WithinAttribute>();

    /// <summary>Every fault of a policy; empty if it is valid.</summary>
    public static IReadOnlyList<PolicyFault> FaultsOf(Policy policy) => [.. OutOfRange(policy), .. Contradictions(policy)];

    private static IEnumerable<PolicyFault> OutOfRange(Policy policy)
    {
        foreach (var (member, range) in Ranges)
        {
            var value = member.GetValue(policy) switch
            {
                TimeSpan time => time.TotalSeconds,
                var number => Convert.ToDouble(number, CultureInfo.InvariantCulture),
            };
            if (!(value >= range.Least && value <= range.Most))
                yield return new(member.Name, $"must be {Number(range.Least)} to {Number(range.Most)}");
        }

        foreach (var (name, weight) in policy.Weights.Named)
        {
            if (!(weight >= 0 && weight <= DetectorWeights.Most))
                yield return new($"{nameof(Policy.Weights)}.{name}", $"must be 0 to {Number(DetectorWeights.Most)}");
        }

        foreach (var (name, rule) in policy.Actions.Named)
        {
            if (!(rule.MinTrust is >= 0 and <= 1))
                yield return new($"{nameof(Policy.Actions)}.{name}.{nameof(ActionRule.MinTrust)}", "must be 0 to 1");
        }
    }

    private static IEnumerable<PolicyFault> Contradictions(Policy policy)
    {
        var block = policy.BlockNats;
        if (policy.MaxBotLogOddsPerGroup >= block)
            yield return Less(nameof(Policy.MaxBotLogOddsPerGroup), block, "a single group of detectors would block");
        if (policy.MaxBotLogOddsPerGroup * 2 < block)
            yield return new(
                nameof(Policy.MaxBotLogOddsPerGroup),
                $"must be at least {Number(block / 2)}, half of what blockRisk and botPrior ask for: two groups could never block");
        if (policy.MaxBlamePerWindow >= block)
            yield return Less(nameof(Policy.MaxBlamePerWindow), block, "a single window would block");
        if (policy.MaxCarriedBotLogOdds >= block)
            yield return Less(nameof(Policy.MaxCarriedBotLogOdds), block, "earlier sessions alone would block");
        if (policy.CarryOverFloor > policy.CarryOverCeiling)
            yield return NotAbove(nameof(Policy.CarryOverFloor), nameof(Policy.CarryOverCeiling));
        if (policy.CarryOverCeiling >= policy.TrustedEntry)
            yield return new(nameof(Policy.CarryOverCeiling), "must be less than trustedEntry: TRUSTED needs new evidence");
        if (policy.TrustedExit > policy.TrustedEntry)
            yield return NotAbove(nameof(Policy.TrustedExit), nameof(Policy.TrustedEntry));
        if (policy.MediumThreshold > policy.HighThreshold)
            yield return NotAbove(nameof(Policy.MediumThreshold), nameof(Policy.HighThreshold));
        if (policy.TrustAfterFailure > policy.TrustAfterPass)
            yield return NotAbove(nameof(Policy.TrustAfterFailure), nameof(Policy.TrustAfterPass));
        foreach (var (name, rule) in policy.Agents.Named)
        {
            if (!rule.IsOrdered)
                yield return new($"{nameof(Policy.Agents)}.{name}", "must not be milder for more sensitivity: low, medium, high");
        }
    }

    private static PolicyFault Less(string member, double block, string why) =>
        new(member, $"must be less than {Number(block)}, which blockRisk and botPrior ask for: {why}");

    private static PolicyFault NotAbove(string member, string other) =>
        new(member, $"must not be above {char.ToLowerInvariant(other[0])}{other[1..]}");

    private static string Number(double value) => Math.Round(value, 4).ToString(CultureInfo.InvariantCulture);
}
