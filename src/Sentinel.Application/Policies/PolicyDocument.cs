using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sentinel.Application.Results;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Policies;

/// <summary>
/// A policy as JSON: one member for each property of <see cref="Policy"/>, in its order, so that two versions differ in the lines that
/// somebody changed. Times are in seconds, and their names end so. A member that is left out has the default's value.
/// </summary>
public static class PolicyDocument
{
    /// <summary>Maximum length of a policy's name.</summary>
    public const int LongestName = 64;

    private const string Seconds = "Seconds";

    /// <summary>The members that are numbers, times or truth values.</summary>
    internal static readonly IReadOnlyList<PropertyInfo> Plain =
    [
        .. typeof(Policy).GetProperties().Where(member => member.SetMethod is not null
            && (PolicyRules.RangeOf(member) is not null || member.PropertyType == typeof(bool))),
    ];

    private static readonly Dictionary<string, PropertyInfo> ByName = Plain.ToDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>The name of a member in the document.</summary>
    public static string NameOf(PropertyInfo member) => NameOf(member.Name) + (member.PropertyType == typeof(TimeSpan) ? Seconds : "");

    public static JsonObject Write(Policy policy)
    {
        JsonObject document = new() { [NameOf(nameof(policy.Name))] = policy.Name };
        foreach (var member in Plain)
        {
            document[NameOf(member)] = member.GetValue(policy) switch
            {
                bool flag => flag,
                int whole => whole,
                TimeSpan time => time.TotalSeconds,
                var number => (double)number!,
            };
        }

        document[NameOf(nameof(policy.GroupCaps))] = Named(
            Enum.GetValues<EvidenceGroup>().Where(group => policy.GroupCaps.Of(group) < GroupCaps.Unlimited)
                .Select(group => (WireWord.Of(group), (JsonNode)Math.Round(policy.GroupCaps.Of(group), 4))));
        document[NameOf(nameof(policy.Weights))] = Named(
            policy.Weights.Named.OrderBy(weight => weight.Key, StringComparer.Ordinal)
                .Select(weight => (weight.Key, (JsonNode)weight.Value)));
        document[NameOf(nameof(policy.Actions))] = Named(
            policy.Actions.Named.OrderBy(rule => rule.Key, StringComparer.Ordinal).Select(rule => (rule.Key, Rule(rule.Value))));
        document[NameOf(nameof(policy.Agents))] = Named(
            policy.Agents.Named.OrderBy(rule => rule.Key, StringComparer.Ordinal).Select(rule => (rule.Key, Agent(rule.Value))));
        return document;

        static JsonObject Named(IEnumerable<(string Name, JsonNode Value)> members) =>
            new(members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Value)));

        static JsonNode Rule(ActionRule rule) => new JsonObject
        {
            [NameOf(nameof(rule.Sensitivity))] = WireWord.Of(rule.Sensitivity),
            [NameOf(nameof(rule.MinTrust))] = rule.MinTrust,
            [NameOf(nameof(rule.NeedsPass))] = rule.NeedsPass,
        };

        static JsonNode Agent(AgentRule rule) => new JsonObject(Enum.GetValues<Sensitivity>().Select(sensitivity =>
            KeyValuePair.Create(NameOf(sensitivity.ToString()), (JsonNode?)WireWord.Of(rule.Of(sensitivity)))));
    }

    /// <summary>Reads a caller's document.</summary>
    /// <param name="document">The JSON.</param>
    /// <param name="path">The name of the field that holds it, for the faults.</param>
    /// <param name="faults">Every fault; empty if the policy is valid.</param>
    public static Policy Read(JsonElement document, string path, out IReadOnlyList<Violation> faults)
    {
        PolicyReading reading = new(path);
        var policy = reading.Read(document, ByName);
        reading.Add(PolicyRules.FaultsOf(policy).Where(fault => !reading.IsFaulty(PathOf(fault.Member)))
            .Select(fault => (PathOf(fault.Member), fault.Message)));
        faults = reading.Faults;
        return policy;
    }

    /// <summary>Reads a document that was valid when it was stored. Members that this version does not know are left out.</summary>
    /// <exception cref="FormatException">It is no document.</exception>
    public static Policy ReadStored(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? new PolicyReading("").Read(document.RootElement, ByName)
            : throw new FormatException("A stored policy is a JSON object.");
    }

    /// <summary>The members in which two policies differ, by their path, as JSON before and after; null where one has none.</summary>
    public static IReadOnlyList<(string Path, JsonNode? Before, JsonNode? After)> Differences(Policy before, Policy after)
    {
        var (one, other) = (Flat(Write(before)), Flat(Write(after)));
        return
        [
            .. one.Keys.Union(other.Keys)
                .Select(path => (Path: path, Before: one.GetValueOrDefault(path), After: other.GetValueOrDefault(path)))
                .Where(member => !JsonNode.DeepEquals(member.Before, member.After)),
        ];

        static Dictionary<string, JsonNode?> Flat(JsonObject document) => document
            .SelectMany(member => member.Value is JsonObject inner
                ? inner.Select(one => KeyValuePair.Create($"{member.Key}.{one.Key}", one.Value))
                : [member])
            .ToDictionary(StringComparer.Ordinal);
    }

    internal static string NameOf(string property) => JsonNamingPolicy.CamelCase.ConvertName(property);

    /// <summary>A fault's member, as the document names it: in camel case, but names of detectors and actions as they are.</summary>
    private static string PathOf(string member)
    {
        var parts = member.Split('.', 2);
        if (typeof(Policy).GetProperty(parts[0]) is { } property && parts.Length == 1)
            return NameOf(property);
        var rest = parts[1].Replace("." + nameof(ActionRule.MinTrust), "." + NameOf(nameof(ActionRule.MinTrust)), StringComparison.Ordinal);
        return string.Create(CultureInfo.InvariantCulture, $"{NameOf(parts[0])}.{rest}");
    }
}
